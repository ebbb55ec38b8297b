package io.leaven.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A key and its self-signed certificate for {@code localhost}, made on the spot by the JDK's keytool.
 *
 * @param store both, in PKCS12
 * @param certificate alone, in PEM
 * @param password of the store
 */
public record KeyPair(Path store, Path certificate, String password) {

    /**
     * Makes one.
     *
     * @param folder where {@code NAME.p12} and {@code NAME.pem} go
     */
    public static KeyPair make(Path folder, String name, String password) throws IOException, InterruptedException {
        KeyPair pair = new KeyPair(folder.resolve(name + ".p12"), folder.resolve(name + ".pem"), password);
        pair.keytool(name, "-genkeypair", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "SAN=dns:localhost");
        pair.keytool(name, "-exportcert", "-rfc", "-file", pair.certificate.toString());
        return pair;
    }

    private void keytool(String alias, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", alias, "-keystore", store.toString(), "-storetype", "PKCS12"));
        command.addAll(List.of("-storepass", password));
        Path said = store.resolveSibling(alias + "-keytool.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("keytool failed: " + Files.readString(said));
        }
    }
}
