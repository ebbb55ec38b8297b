import ai.djl.engine.Engine;

/** Unpacks PyTorch's native libraries into ENGINE_CACHE_DIR, so that an image holds them and may be read-only. */
public final class UnpackEngine {

    private UnpackEngine() {}

    public static void main(String[] args) {
        System.out.println("unpacked " + Engine.getEngine("PyTorch").getEngineName());
    }
}
