package angklung.proof;

import java.util.List;

/** Ends the checks; the message is for the verdict and is said in the language of the reader. */
final class CheckFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final transient List<String> texts;

    CheckFailure(String key, String... texts) {
        super(key);
        this.key = key;
        this.texts = List.of(texts);
    }

    Finding finding(Check check) {
        return new Finding(check, Finding.Status.FAILED, key, texts);
    }
}
