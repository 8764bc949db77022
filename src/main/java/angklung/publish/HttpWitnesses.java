package angklung.publish;

import angklung.config.Failure;
import angklung.log.ConsistencyProof;
import angklung.log.LogFormatException;
import angklung.log.LogPolicy;
import angklung.log.Note;
import angklung.log.NoteSignature;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;

/** The witnesses of a policy, all asked at once over HTTP, so that a slow one holds up no other. */
public final class HttpWitnesses implements Witnesses {
    /** For one answer of one witness. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Map<String, WitnessClient> clients = new LinkedHashMap<>();

    /** @throws Failure if the policy does not say where a witness listens */
    public HttpWitnesses(List<LogPolicy.Witness> witnesses) {
        this(witnesses, PATIENCE);
    }

    HttpWitnesses(List<LogPolicy.Witness> witnesses, Duration patience) {
        HttpFetch http = new HttpFetch(patience);
        witnesses.forEach(witness ->
                clients.put(witness.name(), new WitnessClient(address(witness), witness.key(), http)));
    }

    @Override
    public Cosignatures collect(Note signed, LongFunction<ConsistencyProof> proofs) {
        Map<String, NoteSignature> lines = new ConcurrentHashMap<>();
        Map<String, String> refusals = new ConcurrentHashMap<>();
        inParallel(clients.keySet().stream().<Runnable>map(name -> () -> {
            try {
                lines.put(name, clients.get(name).cosign(signed, proofs));
            } catch (UnwillingException e) {
                refusals.put(name, e.getMessage());
            } catch (UncheckedIOException | LogFormatException e) {
                refusals.put(name, "cannot be given a proof: " + e.getMessage());
            }
        }).toList());
        List<NoteSignature> ordered = new ArrayList<>();
        clients.keySet().stream().filter(lines::containsKey).forEach(name -> ordered.add(lines.get(name)));
        return new Cosignatures(ordered, refusals);
    }

    private static void inParallel(List<Runnable> all) {
        if (all.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            all.forEach(one -> running.add(threads.submit(one)));
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // who has answered so far counts
        } catch (ExecutionException e) {
            throw new IllegalStateException("A witness was not asked", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static URI address(LogPolicy.Witness witness) {
        String url = witness.url().orElseThrow(() -> Failure.usage(
                "log.policy does not say where the witness " + witness.name() + " listens: add its URL to its line"));
        try {
            URI address = URI.create(url);
            if (HttpFetch.isWeb(address)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Failure.usage("log.policy: the witness " + witness.name() + " has the address '" + url
                + "', which is not one of http or https");
    }
}
