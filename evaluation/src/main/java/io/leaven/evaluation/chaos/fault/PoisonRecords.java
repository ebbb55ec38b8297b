package io.leaven.evaluation.chaos.fault;

/** Records that nobody can use, on every topic that an app reads. */
record PoisonRecords() implements Fault {

    @Override
    public String label() {
        return "poison records on five topics";
    }

    @Override
    public void inject(Stage stage) {
        stage.mischief().poison();
    }
}
