# Stan's side of `leaven bench mmm`: fits the media mix model of mmm.stan and says how fast it mixes.
# Usage: Rscript mmm_stan.R DATA.csv SEED [CHAINS WARMUP DRAWS]
# DATA.csv: a column week, one for each channel (scaled by its maximum), and revenue last. Needs Debian's r-cran-rstan, r-cran-bh and
# r-cran-rcppeigen.
# Prints one line `key value` for each number; the model's compilation is not part of the seconds.
suppressPackageStartupMessages(library(rstan))
# Debian has Boost where every library is, not in the package BH.
if (dir.exists("/usr/include/boost")) rstan_options(boost_lib = "/usr/include")

args <- commandArgs(trailingOnly = FALSE)
here <- dirname(normalizePath(sub("^--file=", "", args[grep("^--file=", args)])))
args <- commandArgs(trailingOnly = TRUE)
chains <- if (length(args) >= 3) as.integer(args[3]) else 4
warmup <- if (length(args) >= 4) as.integer(args[4]) else 1000
draws <- if (length(args) >= 5) as.integer(args[5]) else 1000

data <- read.csv(args[1])
y <- data$revenue
channels <- setdiff(names(data), c("week", "revenue"))
rows <- length(y)
lags <- 12
lagged <- array(0, c(length(channels), rows, lags + 1))
for (c in seq_along(channels)) {
  for (l in 0:lags) {
    lagged[c, (1 + l):rows, l + 1] <- data[[channels[c]]][1:(rows - l)]
  }
}
input <- list(T = rows, C = length(channels), L = lags, y = y, lagged = lagged, lags = 0:lags,
              present = 1 * (apply(lagged, c(1, 2), sum) > 0),
              intercept_mean = mean(y), intercept_sd = 5)

model <- stan_model(file.path(here, "mmm.stan"))
fit <- sampling(model, data = input, chains = chains, warmup = warmup, iter = warmup + draws, cores = 1,
                seed = as.integer(args[2]), refresh = 0)

simulations <- as.array(fit)
names <- setdiff(dimnames(simulations)[[3]], "lp__")
bulk <- sapply(names, function(name) ess_bulk(simulations[, , name]))
rhat <- sapply(names, function(name) Rhat(simulations[, , name]))
diagnostics <- get_sampler_params(fit, inc_warmup = FALSE)
cat("seconds", sum(get_elapsed_time(fit)), "\n")
cat("least_ess_bulk", min(bulk), "\n")
cat("worst_rhat", max(rhat), "\n")
cat("leapfrogs_per_draw", mean(sapply(diagnostics, function(d) mean(d[, "n_leapfrog__"]))), "\n")
cat("divergences", sum(sapply(diagnostics, function(d) sum(d[, "divergent__"]))), "\n")
for (name in names) {
  values <- as.vector(simulations[, , name])
  cat("parameter", name, mean(values), sd(values), quantile(values, c(.05, .95)), bulk[name], "\n")
}
