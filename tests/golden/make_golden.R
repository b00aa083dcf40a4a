# Computes with R what cxkit computes in Python, and writes it as JSON beside each data set.
# Run it from anywhere: Rscript tests/golden/make_golden.R
# The numbers are those of psych, multilevel and stats. Nothing here knows cxkit; the survey files say what is
# reverse-keyed and how far each response scale runs.

suppressPackageStartupMessages({
  library(psych)
  library(multilevel)
  library(jsonlite)
  library(yaml)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
here <- dirname(normalizePath(script))
stopifnot(packageVersion("psych") >= "2.5") # earlier ones take pairwise correlations from covariances

RULES <- list(list(share = 0.5), list(share = 0.75), list(count = 2L), list(share = 1))

# NA for NULL, NaN and infinite values: JSON writes them as null.
number <- function(x) if (is.null(x) || length(x) == 0) NA_real_ else ifelse(is.finite(x), unname(x), NA_real_)

# What psych prints about reversing, smc and single factors is not news here.
quietly <- function(expression) {
  utils::capture.output(value <- suppressMessages(suppressWarnings(expression)))
  value
}

# JSON in which each leaf of the upper three levels has a line of its own, so that a change shows where it is.
# digits = NA: fifteen significant digits, the most that jsonlite writes.
lines_of <- function(x, depth = 3) {
  if (depth == 0 || is.null(names(x)) || is.data.frame(x)) {
    return(toJSON(x, digits = NA, na = "null", null = "null", auto_unbox = TRUE, dataframe = "rows"))
  }
  entries <- vapply(names(x), function(name) paste0('"', name, '": ', lines_of(x[[name]], depth - 1)), "")
  paste0("{\n", paste(entries, collapse = ",\n"), "\n}")
}

needed <- function(rule, k) {
  least <- if (is.null(rule$share)) min(rule$count, k) else ceiling(round(rule$share * k, 9))
  max(1, least)
}

# Person means by psych's own reversing and averaging; psych takes one min and max a call. `raw` is not reversed.
person_means <- function(raw, reversed, low, high) {
  keys <- list(d = ifelse(reversed, paste0("-", names(raw)), names(raw)))
  if (ncol(raw) == 1) { # scoreItems does not take a single column
    return(if (reversed) low + high - raw[[1]] else raw[[1]])
  }
  scored <- quietly(scoreItems(keys, raw, totals = FALSE, missing = TRUE, impute = "none", min = low, max = high))
  number(scored$scores[, 1])
}

# psych::alpha and psych::omega on one dimension's keyed items. `rows` "pairwise": every row; "complete": complete rows.
consistency <- function(keyed, use) {
  k <- ncol(keyed)
  data <- if (use == "complete") na.omit(keyed) else keyed
  n <- sum(rowSums(!is.na(data)) > 0)
  result <- list(n_items = k, n = n)
  if (k == 1 || n < 2) {
    return(result)
  }
  a <- quietly(psych::alpha(data, use = "pairwise", check.keys = FALSE, warnings = FALSE))
  if (use == "complete") { # psych's own option keeps the incomplete rows for n, mean and sd, but not for these
    b <- quietly(psych::alpha(keyed, use = "complete.obs", check.keys = FALSE, warnings = FALSE))
    stopifnot(
      all.equal(a$total$raw_alpha, b$total$raw_alpha), all.equal(a$total$std.alpha, b$total$std.alpha),
      all.equal(a$item.stats$r.drop, b$item.stats$r.drop), all.equal(a$alpha.drop$raw_alpha, b$alpha.drop$raw_alpha)
    )
  }
  stopifnot(nrow(a$item.stats) == k) # psych leaves out items without variance; these data have none
  feldt <- alpha.ci(a$total$raw_alpha, n.obs = n, n.var = k)
  result <- c(result, list(
    alpha = number(a$total$raw_alpha),
    alpha_low = number(feldt$lower.ci),
    alpha_high = number(feldt$upper.ci),
    alpha_std = number(a$total$std.alpha),
    mean_r = number(a$total$average_r),
    items = data.frame(
      item = colnames(keyed),
      n = number(a$item.stats$n),
      mean = number(a$item.stats$mean),
      sd = number(a$item.stats$sd),
      r_drop = number(a$item.stats$r.drop),
      # With two items, psych gives their covariance over a variance here; one item alone has no alpha.
      alpha_drop = if (k > 2) number(a$alpha.drop$raw_alpha) else NA_real_
    )
  ))
  if (k >= 3) {
    om <- quietly(psych::omega(data, nfactors = 1, fm = "minres", flip = FALSE, plot = FALSE))
    result$omega <- number(om$omega.tot)
    result$loadings <- number(om$schmid$orthog[, 1])
    # minres stops uniquenesses at 0.005: where one is there, the factor explains an item wholly.
    result$proper <- all(om$schmid$sl[, "u2"] > 0.0051)
  }
  result
}

agreement <- function(keyed, team, points, person) {
  spread <- (points^2 - 1) / 12
  if (ncol(keyed) == 1) { # rwg.j fails on one column
    within <- rwg(keyed[[1]], team, ranvar = spread)
  } else {
    within <- rwg.j(keyed, team, ranvar = spread)
  }
  names(within) <- c("group", "rwg_j", "n")
  rownames(within) <- NULL
  scored <- !is.na(person)
  model <- aov(person[scored] ~ factor(team[scored]))
  list(
    groups = within[c("group", "n", "rwg_j")],
    n = sum(scored), n_groups = length(unique(team[scored])),
    icc1 = number(ICC1(model)), icc2 = number(ICC2(model))
  )
}

wilson <- function(count, n) {
  interval <- suppressWarnings(prop.test(count, n, correct = FALSE)$conf.int)
  list(n = n, count = count, share = count / n, low = interval[1], high = interval[2])
}

# t.test stops at data without variance.
interval_of <- function(x) {
  if (length(x) < 2 || var(x) == 0) c(NA, NA) else as.numeric(t.test(x)$conf.int)
}

group_rows <- function(pomp, favourable, team) {
  lapply(sort(unique(team)), function(name) {
    x <- pomp[team == name & !is.na(pomp)]
    liked <- favourable[team == name, , drop = FALSE]
    interval <- interval_of(x)
    list(
      group = name, n = length(x), mean = number(mean(x)), sd = number(sd(x)), low = interval[1], high = interval[2],
      favourable = if (any(!is.na(liked))) wilson(sum(liked, na.rm = TRUE), sum(!is.na(liked)))
    )
  })
}

# Hedges' g: Cohen's d by the pooled sd, times the exact correction by gamma functions (Hedges 1981). What psych
# calls hedges.g is d without the correction; it is used to check d here.
hedges_g <- function(x, y) {
  df <- length(x) + length(y) - 2
  d <- (mean(x) - mean(y)) / sqrt(((length(x) - 1) * var(x) + (length(y) - 1) * var(y)) / df)
  both <- data.frame(score = c(x, y), side = rep(1:2, c(length(x), length(y))))
  theirs <- quietly(psych::cohen.d(both, "side"))$hedges.g[1, "effect"]
  stopifnot(all.equal(d, -unname(theirs)))
  d * exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2)
}

# Welch's test of every pair among the four largest groups and the one without variance.
welch_rows <- function(pomp, team) {
  scores <- split(pomp[!is.na(pomp)], team[!is.na(pomp)])
  scores <- scores[lengths(scores) >= 5]
  constant <- vapply(scores, var, 0) == 0
  chosen <- union(names(scores)[order(-lengths(scores), names(scores))][seq_len(min(4, length(scores)))],
                  names(scores)[constant])
  if (length(chosen) < 2) {
    return(list())
  }
  pairs <- utils::combn(chosen, 2, simplify = FALSE)
  pairs <- Filter(function(pair) !all(constant[pair]), pairs) # t.test stops where neither varies
  rows <- lapply(pairs, function(pair) {
    x <- scores[[pair[1]]]
    y <- scores[[pair[2]]]
    test <- t.test(x, y)
    list(
      one = pair[1], other = pair[2], difference = mean(x) - mean(y), low = test$conf.int[1], high = test$conf.int[2],
      p = test$p.value, hedges_g = hedges_g(x, y)
    )
  })
  holm <- p.adjust(vapply(rows, `[[`, 0, "p"), method = "holm")
  Map(function(row, p) c(row, list(p_holm = p)), rows, holm)
}

dimension_golden <- function(dimension, survey, table) {
  ids <- vapply(dimension$items, `[[`, "", "id")
  reversed <- vapply(dimension$items, function(item) isTRUE(item$reverse_keyed), NA)
  scales <- unique(lapply(dimension$items, function(item) {
    scale <- if (is.null(item$response_scale)) survey$response_scale else item$response_scale
    c(scale$min, scale$max)
  }))
  stopifnot(length(scales) == 1) # one range a dimension: the packages know no more
  low <- scales[[1]][1]
  high <- scales[[1]][2]
  raw <- table[ids]
  keyed <- raw
  keyed[reversed] <- low + high - raw[reversed]
  # With 5, 7 and 11 points the field counts the upper two as favourable.
  favourable <- as.data.frame(lapply(keyed, function(x) x >= high - 1))
  answered <- rowSums(!is.na(raw))
  mean_all <- person_means(raw, reversed, low, high)
  stopifnot(all.equal(mean_all, number(rowMeans(keyed, na.rm = TRUE))))
  pomp <- 100 * (mean_all - low) / (high - low)
  own <- if (is.null(dimension$min_answered)) list(share = 0.5) else list(count = dimension$min_answered)
  enough <- answered >= needed(own, length(ids))
  rules <- lapply(RULES, function(rule) {
    least <- needed(rule, length(ids))
    list(rule = rule, needed = least, pomp = ifelse(answered >= least, pomp, NA))
  })
  list(
    person = list(answered = answered, mean = mean_all, pomp = pomp),
    rules = rules,
    needed = needed(own, length(ids)),
    pairwise = consistency(keyed, "pairwise"),
    complete = consistency(keyed, "complete"),
    favourable = lapply(favourable, function(x) wilson(sum(x, na.rm = TRUE), sum(!is.na(x)))),
    agreement = agreement(keyed, table$team, high - low + 1, ifelse(enough, mean_all, NA)),
    groups = group_rows(ifelse(enough, pomp, NA), favourable, table$team),
    welch = welch_rows(ifelse(enough, pomp, NA), table$team)
  )
}

for (name in c("service", "mixed", "complete", "thin")) {
  path <- function(ending) file.path(here, paste0(name, ending))
  survey <- read_yaml(path(".yaml"))
  table <- read.csv(path(".csv"))
  dimensions <- lapply(survey$dimensions, dimension_golden, survey = survey, table = table)
  names(dimensions) <- vapply(survey$dimensions, `[[`, "", "id")
  version <- function(package) as.character(packageVersion(package))
  golden <- list(
    made_by = "tests/golden/make_golden.R",
    versions = list(
      R = paste(R.version$major, R.version$minor, sep = "."), psych = version("psych"),
      multilevel = version("multilevel"), GPArotation = version("GPArotation"), jsonlite = version("jsonlite")
    ),
    md5 = as.list(c(csv = unname(tools::md5sum(path(".csv"))), yaml = unname(tools::md5sum(path(".yaml"))))),
    dimensions = dimensions
  )
  writeLines(lines_of(golden), path(".json"))
}
