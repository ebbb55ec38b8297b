package io.leaven.evaluation.chaos.fault;

/** Some customers' steps come in an order that cannot be. */
record DisorderSteps() implements Fault {

    @Override
    public String label() {
        return "steps out of order";
    }

    @Override
    public void inject(Stage stage) {
        stage.mischief().disorder();
    }
}
