package angklung.publish;

import angklung.log.Checkpoint;
import angklung.log.ConsistencyProof;
import angklung.log.Hash;
import angklung.log.LogFormatException;
import angklung.log.Note;
import angklung.log.NoteSignature;
import angklung.log.UnverifiedException;
import angklung.log.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/** Asks one witness to cosign: c2sp.org/tlog-witness. For one thread at a time. */
final class WitnessClient {
    /** Cosignature lines have about 200 bytes each. */
    private static final int LONGEST_ANSWER = 64 * 1024;

    /** Of what a witness says against a checkpoint; the rest is not shown. */
    private static final int LONGEST_REASON = 200;

    private static final int COSIGNED = 200;
    private static final int OTHER_SIZE = 409;
    private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");

    private final URI address;
    private final VerifierKey key;
    private final HttpFetch http;

    /** The size that the witness cosigned last, as far as is known here; it says so itself if it is another. */
    private long seen;

    /** @param prefix of its address; {@code /add-checkpoint} follows */
    WitnessClient(URI prefix, VerifierKey key, HttpFetch http) {
        this.address = URI.create(prefix.toString().replaceAll("/+$", "") + "/add-checkpoint");
        this.key = key;
        this.http = http;
    }

    /**
     * The verified cosignature.
     *
     * @throws UnwillingException if there is none
     */
    NoteSignature cosign(Note signed, LongFunction<ConsistencyProof> proofs) throws UnwillingException {
        long size = Checkpoint.parse(signed.text()).size();
        HttpFetch.Answer answer = ask(signed, proofs);
        if (answer.status() == OTHER_SIZE) {
            seen = otherSize(answer, size);
            answer = ask(signed, proofs);
        }
        if (answer.status() != COSIGNED) {
            throw new UnwillingException("answers " + answer.status() + reason(answer));
        }
        NoteSignature cosignature = verified(signed, answer);
        seen = size;
        return cosignature;
    }

    private HttpFetch.Answer ask(Note signed, LongFunction<ConsistencyProof> proofs) throws UnwillingException {
        StringBuilder body = new StringBuilder("old " + seen + "\n");
        List<Hash> path = seen == 0 ? List.of() : proofs.apply(seen).path();
        path.forEach(hash -> body.append(hash.toBase64()).append('\n'));
        body.append('\n').append(signed);
        try {
            return http.post(address, body.toString().getBytes(StandardCharsets.UTF_8), LONGEST_ANSWER);
        } catch (IOException e) {
            throw new UnwillingException(e.getMessage());
        }
    }

    private static long otherSize(HttpFetch.Answer answer, long size) throws UnwillingException {
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        if (!SIZE.matcher(text).matches()) {
            throw new UnwillingException("answers 409 without the size that it cosigned last");
        }
        long cosigned = Long.parseLong(text.strip());
        if (cosigned > size) {
            throw new UnwillingException("has cosigned " + cosigned + " leaves of this log, of which only " + size
                    + " are signed here: another signer has its key, or what was signed is lost");
        }
        return cosigned;
    }

    private NoteSignature verified(Note signed, HttpFetch.Answer answer) throws UnwillingException {
        try {
            for (NoteSignature line : lines(answer)) {
                Note alone = new Note(signed.text(), List.of(line));
                if (line.name().equals(key.name()) && line.keyId() == key.id()) {
                    return alone.verified(List.of(key)).get(key);
                }
            }
        } catch (LogFormatException | UnverifiedException e) {
            throw new UnwillingException("answers 200 with something else than its cosignature: " + e.getMessage());
        }
        throw new UnwillingException("answers 200 without a cosignature by the key that the policy names");
    }

    private static List<NoteSignature> lines(HttpFetch.Answer answer) {
        List<NoteSignature> lines = new ArrayList<>();
        for (String line : new String(answer.body(), StandardCharsets.UTF_8).split("\n")) {
            lines.add(NoteSignature.parse(line));
        }
        return lines;
    }

    private static String reason(HttpFetch.Answer answer) {
        String text = new String(answer.body(), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
        return text.isEmpty() ? "" : ": " + text.substring(0, Math.min(LONGEST_REASON, text.length()));
    }
}
