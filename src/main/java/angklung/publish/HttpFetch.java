package angklung.publish;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP with servers that nobody trusts: an answer has a time and a size that it may not exceed. */
final class HttpFetch {
    private final HttpClient client;
    private final Duration patience;

    /** A whole answer. */
    record Answer(int status, byte[] body) {}

    /** @param patience for one answer, connecting and its last byte included */
    HttpFetch(Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER) // whom one asks is configured, not told by who is asked
                .build();
    }

    /** Whether it is an address that can be asked. */
    static boolean isWeb(URI address) {
        return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                && address.getHost() != null
                && address.getRawQuery() == null
                && address.getRawFragment() == null;
    }

    /**
     * Gets something.
     *
     * @param most bytes of the answer
     * @throws IOException with a message for people, if there is no answer, or one that is too late or too long
     */
    Answer get(URI address, int most) throws IOException {
        return send(HttpRequest.newBuilder(address).GET().build(), most);
    }

    /** As {@link #get}, with something sent. */
    Answer post(URI address, byte[] body, int most) throws IOException {
        return send(
                HttpRequest.newBuilder(address)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .header("Content-Type", "text/plain; charset=utf-8")
                        .build(),
                most);
    }

    private Answer send(HttpRequest request, int most) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> sent = client.sendAsync(request, head -> new Limited(most));
        try {
            HttpResponse<byte[]> answer = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(answer.statusCode(), answer.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException("has not answered within " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("was not waited for");
        } catch (ExecutionException e) {
            throw new IOException("cannot be asked: " + reason(e.getCause()), e.getCause());
        }
    }

    /** Java tells of a refused connection without a word. */
    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Collects a body up to a size, and breaks off then. */
    private static final class Limited implements BodySubscriber<byte[]> {
        private final int most;
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private Flow.Subscription subscription;

        Limited(int most) {
            this.most = most;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (ByteBuffer part : parts) {
                if (bytes.size() + part.remaining() > most) {
                    subscription.cancel();
                    body.completeExceptionally(new IOException("the answer has more than " + most + " bytes"));
                    return;
                }
                byte[] next = new byte[part.remaining()];
                part.get(next);
                bytes.writeBytes(next);
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
