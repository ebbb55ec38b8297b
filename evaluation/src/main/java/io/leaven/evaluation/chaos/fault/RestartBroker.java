package io.leaven.evaluation.chaos.fault;

/** A broker is stopped in order and comes back. */
record RestartBroker(int broker) implements Fault {

    @Override
    public String label() {
        return "restart broker-" + broker;
    }

    @Override
    public void inject(Stage stage) {
        stage.fleet().broker(broker).terminate();
    }
}
