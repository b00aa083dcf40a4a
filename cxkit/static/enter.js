// The facilitator's link: go on to the presenter page, and leave no trace of the key in the history.
location.replace(document.querySelector("a").href);
