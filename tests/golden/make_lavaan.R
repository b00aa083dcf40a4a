# Computes with R's lavaan and semTools what cxkit computes in Python of one factor behind a dimension's items, and writes
# lavaan.json. Run it from anywhere: Rscript tests/golden/make_lavaan.R
# Nothing here knows cxkit; the survey files say what is reverse-keyed and how far each response scale runs.

suppressPackageStartupMessages({
  library(lavaan)
  library(semTools)
  library(jsonlite)
  library(yaml)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(normalizePath(script))
INDICES <- c("chisq", "df", "cfi", "rmsea", "srmr")

quietly <- function(expression) {
  utils::capture.output(value <- suppressMessages(suppressWarnings(expression)))
  value
}

keyed <- function(dimension, survey, table) {
  ids <- vapply(dimension$items, `[[`, "", "id")
  for (item in dimension$items) {
    scale <- if (is.null(item$response_scale)) survey$response_scale else item$response_scale
    if (isTRUE(item$reverse_keyed)) table[item$id] <- scale$min + scale$max - table[item$id]
  }
  na.omit(table[c(ids, "team")])
}

# Omega total of the raw sum, over the observed variance; proper: no unique variance below 0.
omega <- function(data, ids) {
  model <- paste("f =~", paste(ids, collapse = " + "))
  fit <- quietly(cfa(model, data, std.lv = TRUE))
  found <- quietly(compRelSEM(fit, tau.eq = FALSE, obs.var = TRUE))
  loadings <- lavInspect(fit, "est")$lambda[, 1]
  unique <- diag(lavInspect(fit, "est")$theta)
  share <- unique / (loadings^2 + unique)
  list(n = nrow(data), omega_raw = unname(as.numeric(found)), proper = all(share > 0.0051) && lavInspect(fit, "converged"))
}

invariance <- function(data, ids) {
  model <- paste("f =~", paste(ids, collapse = " + "))
  equal <- list(configural = "none", metric = "loadings", scalar = c("loadings", "intercepts"))
  lapply(equal, function(held) {
    fit <- quietly(cfa(model, data, group = "team", std.lv = TRUE, group.equal = held, meanstructure = TRUE))
    as.list(fitMeasures(fit, INDICES))
  })
}

result <- list()
for (name in c("service", "mixed", "complete", "sides")) {
  path <- function(ending) file.path(here, paste0(name, ending))
  survey <- read_yaml(path(".yaml"))
  table <- read.csv(path(".csv"), check.names = FALSE)
  for (dimension in survey$dimensions) {
    ids <- vapply(dimension$items, `[[`, "", "id")
    if (length(ids) < 3) next
    data <- keyed(dimension, survey, table)
    row <- omega(data, ids)
    if (name == "sides") row$invariance <- invariance(data, ids)
    result[[name]][[dimension$id]] <- row
  }
}
version <- function(package) as.character(packageVersion(package))
result$versions <- list(R = paste(R.version$major, R.version$minor, sep = "."), lavaan = version("lavaan"), semTools = version("semTools"))
writeLines(toJSON(result, digits = NA, auto_unbox = TRUE, pretty = TRUE), file.path(here, "lavaan.json"))
