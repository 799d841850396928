# What R's `survival` says of the tables in this folder, in the layout of `chaos analyze --json`.
# Made on Debian with:  apt-get install -y r-base-core r-cran-survival && Rscript make-fixtures.R
# The tests compare `Chaos.Analysis` with the files that this leaves; they do not need R.
library(survival)

# ---- the tables -------------------------------------------------------------------------------------------------------------
# time, event, group and, where there is one, strata and cause. The first six are published data that come with `survival`
# (help pages aml, ovarian, lung, veteran, rats, mgus2 name their sources); the others are drawn here.

tables <- list()

tables$aml <- data.frame(time = aml$time, event = aml$status, group = as.character(aml$x))

tables$ovarian <- data.frame(time = ovarian$futime, event = ovarian$fustat, group = paste0("rx", ovarian$rx))

seen <- !is.na(lung$ph.ecog)
tables$lung <- data.frame(
  time = lung$time[seen], event = lung$status[seen] - 1, group = ifelse(lung$sex[seen] == 1, "male", "female"),
  strata = paste0("ecog", lung$ph.ecog[seen]))

tables$veteran <- data.frame(
  time = veteran$time, event = veteran$status, group = as.character(veteran$celltype), strata = paste0("trt", veteran$trt))

# Nearly nine of ten are censored, in strata of three.
tables$rats <- data.frame(
  time = rats$time, event = rats$status, group = ifelse(rats$rx == 1, "treated", "control"), strata = paste0(rats$sex, rats$litter))

etime <- with(mgus2, ifelse(pstat == 0, futime, ptime))
cause <- with(mgus2, ifelse(pstat == 0, ifelse(death == 1, "death", ""), "pcm"))
tables$mgus2 <- data.frame(time = etime, event = as.integer(cause != ""), group = as.character(mgus2$sex), cause = cause)

set.seed(7)
n <- 240
# A group with a single event.
tables$oneEvent <- data.frame(
  time = c(round(rexp(n, 0.2), 3) + 0.001, 2, round(rexp(n - 1, 0.1), 3) + 0.001), event = c(rbinom(n, 1, 0.7), c(1, rep(0, n - 1))),
  group = rep(c("many", "one"), each = n))

# Times in tenths, some of them off by rounding, as sums of tenths are; a third group without any event; a death at 0.
time <- sample(0:40, 3 * n, replace = TRUE)
tables$ties <- data.frame(
  time = ifelse(seq_along(time) %% 2 == 0, time * 0.1, time / 10), event = c(rbinom(2 * n, 1, 0.6), rep(0, n)),
  group = rep(c("a", "b", "quiet"), each = n))

# Curves that are level at exactly one half, once until the next death and once to the end.
tables$half <- data.frame(
  time = c(1, 2, 4, 7, 1.5, 2.5, 6, 9), event = c(1, 1, 1, 0, 1, 1, 0, 0), group = rep(c("falls", "stays"), each = 4))

# Everybody is alone: no comparison.
tables$single <- data.frame(time = c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3), event = c(1, 1, 0, 1, 0, 1, 1, 1, 1, 0), group = "all")

# Hazards that are far from proportional, ties, and strata in which one group is missing at times.
shape <- c(rweibull(150, 0.5, 8), rweibull(150, 3, 5))
tables$crossing <- data.frame(
  time = ceiling(shape * 4) / 4, event = rbinom(300, 1, 0.85), group = rep(c("early", "late"), each = 150),
  strata = c(sample(c("s1", "s2", "s3"), 150, TRUE), sample(c("s1", "s2"), 150, TRUE)))

# ---- JSON, with all digits ----------------------------------------------------------------------------------------------------

number <- function(x) if (length(x) == 0 || is.na(x)) "null" else if (is.infinite(x)) "null" else format(x, digits = 17)
text <- function(x) paste0('"', x, '"')
object <- function(...) { fields <- list(...); paste0("{", paste0(text(names(fields)), ":", fields, collapse = ","), "}") }
array <- function(items) paste0("[", paste(items, collapse = ","), "]")

# ---- what survival says ---------------------------------------------------------------------------------------------------------

curve <- function(fit) array(sapply(seq_along(fit$time), function(i) object(
  time = number(fit$time[i]), atRisk = fit$n.risk[i], events = fit$n.event[i], censored = fit$n.censor[i],
  survival = number(fit$surv[i]), lower = number(fit$lower[i]), upper = number(fit$upper[i]))))

describe <- function(data, name, tau) {
  fit <- survfit(Surv(time, event) ~ 1, data = data[data$group == name, ], conf.type = "log-log")
  middle <- quantile(fit, 0.5)
  mean <- summary(fit, rmean = tau)$table
  fields <- list(
    group = text(name), n = fit$n, events = sum(fit$n.event),
    median = object(estimate = number(middle$quantile), lower = number(middle$lower), upper = number(middle$upper)),
    rmst = object(tau = number(tau), estimate = number(mean["rmean"]), standardError = number(mean["se(rmean)"])),
    curve = curve(fit))
  if ("cause" %in% names(data)) fields$cumulativeIncidence <- incidence(data, name)
  do.call(object, fields)
}

incidence <- function(data, name) {
  causes <- sort(setdiff(unique(data$cause), ""), method = "radix")
  state <- factor(data$cause, c("", causes), c("alive", causes))
  fit <- survfit(Surv(time, state) ~ 1, data = cbind(data, state)[data$group == name, ])
  died <- rowSums(fit$n.event) > 0
  array(sapply(causes, function(cause) object(cause = text(cause), curve = array(sapply(which(died), function(i)
    object(time = number(fit$time[i]), incidence = number(fit$pstate[i, fit$states == cause])))))))
}

formula <- function(data) if ("strata" %in% names(data)) Surv(time, event) ~ group + strata(strata) else Surv(time, event) ~ group

logRank <- function(data) {
  test <- survdiff(formula(data), data)
  expected <- if (is.matrix(test$exp)) rowSums(test$exp) else test$exp
  freedom <- sum(expected > 0) - 1
  list(chiSquare = test$chisq, degreesOfFreedom = freedom, pValue = pchisq(test$chisq, freedom, lower.tail = FALSE))
}

pairs <- function(data, names) {
  if (length(names) < 3) return("null")
  combinations <- combn(length(names), 2)
  tests <- lapply(seq_len(ncol(combinations)), function(i) logRank(droplevels(data[data$group %in% names[combinations[, i]], ])))
  holm <- p.adjust(sapply(tests, function(test) test$pValue), "holm")
  array(sapply(seq_along(tests), function(i) object(
    first = text(names[combinations[1, i]]), second = text(names[combinations[2, i]]),
    chiSquare = number(tests[[i]]$chiSquare), pValue = number(tests[[i]]$pValue), holmPValue = number(holm[i]))))
}

cox <- function(data, names) {
  if (length(names) != 2) return("null")
  fit <- coxph(formula(data), data, ties = "efron", control = coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50))
  row <- summary(fit)
  object(
    hazardRatio = number(row$conf.int[1, "exp(coef)"]), lower = number(row$conf.int[1, "lower .95"]),
    upper = number(row$conf.int[1, "upper .95"]), pValue = number(row$coefficients[1, "Pr(>|z|)"]),
    proportionalHazardsPValue = number(cox.zph(fit, transform = "km")$table[1, "p"]))
}

meanDifference <- function(data, names, tau) {
  if (length(names) != 2) return("null")
  means <- sapply(names, function(name)
    summary(survfit(Surv(time, event) ~ 1, data = data[data$group == name, ]), rmean = tau)$table[c("rmean", "se(rmean)")])
  contrast(means)
}

# Survival at tau; nothing is known of the spread where a curve is 0 or 1.
riskDifference <- function(data, names, tau) {
  if (length(names) != 2) return("null")
  shares <- sapply(names, function(name) {
    at <- summary(survfit(Surv(time, event) ~ 1, data = data[data$group == name, ]), times = tau)
    c(at$surv, at$std.err)
  })
  if (any(shares[1, ] %in% 0:1)) "null" else contrast(shares)
}

# Second minus first; the rows are estimates and their standard errors.
contrast <- function(pair) {
  difference <- pair[1, 2] - pair[1, 1]
  error <- sqrt(sum(pair[2, ]^2))
  object(
    estimate = number(difference), lower = number(difference - qnorm(0.975) * error), upper = number(difference + qnorm(0.975) * error),
    pValue = number(2 * pnorm(-abs(difference / error))))
}

for (name in names(tables)) {
  data <- tables[[name]]
  columns <- data
  columns$time <- sapply(data$time, format, digits = 17)
  write.csv(columns, paste0(name, ".csv"), quote = FALSE, row.names = FALSE, eol = "\n")
  names <- sort(unique(data$group), method = "radix")
  tau <- min(tapply(data$time, data$group, max))
  data$group <- factor(data$group, names)
  test <- if (length(names) < 2) "null" else {
    t <- logRank(data)
    object(chiSquare = number(t$chiSquare), degreesOfFreedom = t$degreesOfFreedom, pValue = number(t$pValue))
  }
  writeLines(object(
    groups = array(sapply(names, function(group) describe(data, group, tau))),
    logRank = test, cox = cox(data, names), pairwise = pairs(data, names), rmstDifference = meanDifference(data, names, tau),
    riskDifference = riskDifference(data, names, tau)),
    paste0(name, ".json"))
}
