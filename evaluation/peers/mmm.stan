// The media mix model of Jin et al. (2017) for Stan, vectorised: one matrix of lagged spend for each channel, so that
// adstock is one matrix-vector product. The weights of the lags sum to 1. Hill's s^a / (s^a + b^a) is the inverse logit
// of a (log s - log b).
data {
  int<lower=1> T;
  int<lower=1> C;
  int<lower=0> L;
  vector[T] y;
  matrix[T, L + 1] lagged[C];
  vector[L + 1] lags;
  vector[T] present[C]; // 1 where any of the lags has spend, else 0: there s and its Hill are 0
  real intercept_mean;
  real<lower=0> intercept_sd;
}
parameters {
  real beta0;
  vector[C] beta;
  vector<lower=0, upper=1>[C] lambda;
  vector<lower=0>[C] a;
  vector<lower=0, upper=1>[C] b;
  real<lower=0> sigma;
}
model {
  vector[T] mu = rep_vector(beta0, T);
  for (c in 1:C) {
    vector[L + 1] w = exp(lags * log(lambda[c]));
    vector[T] s = lagged[c] * (w / sum(w));
    mu += beta[c] * (present[c] .* inv_logit(a[c] * (log(s + (1 - present[c])) - log(b[c]))));
  }
  beta0 ~ normal(intercept_mean, intercept_sd);
  beta ~ normal(5, 3);
  lambda ~ beta(2, 2);
  a ~ gamma(3, 2);
  b ~ beta(2, 2);
  sigma ~ normal(0, 1);
  y ~ normal(mu, sigma);
}
