package io.leaven.evaluation.chaos.fault;

/** The newest events come again: as they were, backwards and in any order. */
record RepeatEvents() implements Fault {

    @Override
    public String label() {
        return "repeat and reorder events";
    }

    @Override
    public void inject(Stage stage) {
        stage.mischief().repeat();
    }
}
