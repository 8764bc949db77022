package angklung.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The shell script that checks proofs without this program: bash, openssl 3 and coreutils alone. */
public final class VerifyScript {
    private static final String NAME = "/proof/verify.sh";

    private VerifyScript() {}

    public static String text() {
        try (InputStream file = VerifyScript.class.getResourceAsStream(NAME)) {
            if (file == null) {
                throw new IllegalStateException(NAME + " is missing in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + NAME, e);
        }
    }
}
