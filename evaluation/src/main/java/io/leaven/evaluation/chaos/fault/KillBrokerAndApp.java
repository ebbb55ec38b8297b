package io.leaven.evaluation.chaos.fault;

/** A broker and an app die together. */
record KillBrokerAndApp(int broker, String app) implements Fault {

    @Override
    public String label() {
        return "kill -9 broker-" + broker + " and " + app;
    }

    @Override
    public void inject(Stage stage) {
        stage.fleet().broker(broker).kill();
        stage.fleet().app(app).kill();
    }
}
