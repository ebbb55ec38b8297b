# Writes diagnostics_draws.csv and diagnostics_golden.csv beside it. Run with R 4.2, posterior 1.4.0, rstan 2.21.7 (Debian 12's
# r-cran-posterior and r-cran-rstan): Rscript diagnostics_golden.R
suppressMessages({library(posterior); library(rstan)})
set.seed(20210718)
chains <- 4
n <- 250
ar1 <- function(phi) replicate(chains, as.numeric(arima.sim(list(ar = phi), n)))
draws <- list(
    ar1 = ar1(.7),
    antithetic = ar1(-.5),
    shifted = sweep(ar1(.3), 2, c(0, 0, 0, 1), "+"),
    scaled = sweep(ar1(.3), 2, c(1, 1, 1, 3), "*"),
    heavy = matrix(rcauchy(chains * n), n),
    ties = round(ar1(.5)),
    stuck = cbind(ar1(.2)[, 1:3], rep(.25, n)),
    constant = matrix(1.5, n, chains))
draws <- lapply(draws, signif, digits = 8)
write.csv(
    data.frame(chain = rep(0:(chains - 1), each = n), draw = rep(0:(n - 1), chains), lapply(draws, as.vector)),
    "diagnostics_draws.csv", row.names = FALSE, quote = FALSE)

# cases made of the same draws: an odd number of them, and a single chain
draws$odd <- draws$ar1[1:249, ]
draws$single <- draws$ar1[, 1, drop = FALSE]
measures <- list(
    rhat = posterior::rhat,
    essBulk = posterior::ess_bulk,
    essTail = posterior::ess_tail,
    essMean = posterior::ess_mean,
    essQ10 = function(x) posterior::ess_quantile(x, .1, names = FALSE),
    mean = mean,
    sd = function(x) stats::sd(as.vector(x)),
    q05 = function(x) quantile(x, .05, names = FALSE),
    mcseMean = posterior::mcse_mean,
    mcseSd = posterior::mcse_sd,
    mcseMedian = function(x) posterior::mcse_quantile(x, .5, names = FALSE),
    mcseQ95 = function(x) posterior::mcse_quantile(x, .95, names = FALSE),
    rstanEssTail = rstan::ess_tail,
    rstanRhat = rstan::Rhat,
    rstanEssBulk = rstan::ess_bulk,
    bfmiFirst = function(x) sum(diff(x[, 1])^2) / nrow(x) / stats::var(x[, 1]))
golden <- do.call(rbind, lapply(names(draws), function(case)
    data.frame(case = case, measure = names(measures), value = sapply(measures, function(measure) {
        sprintf("%.15g", suppressWarnings(measure(draws[[case]])))
    }))))
write.csv(golden, "diagnostics_golden.csv", row.names = FALSE, quote = FALSE)
