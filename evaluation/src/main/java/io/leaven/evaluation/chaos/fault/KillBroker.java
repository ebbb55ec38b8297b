package io.leaven.evaluation.chaos.fault;

/** A broker dies by SIGKILL; it comes back with what it had on disk. */
record KillBroker(int broker) implements Fault {

    @Override
    public String label() {
        return "kill -9 broker-" + broker;
    }

    @Override
    public void inject(Stage stage) {
        stage.fleet().broker(broker).kill();
    }
}
