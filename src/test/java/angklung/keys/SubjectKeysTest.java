package angklung.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.Seeds;
import angklung.config.Failure;
import angklung.log.StrictBase64;
import angklung.log.UnverifiedException;
import angklung.opening.OpenedStatement;
import angklung.opening.PartyKey;
import angklung.opening.Sealing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SubjectKeysTest {
    private static final LocalDate TODAY = LocalDate.of(2036, 11, 23);

    @TempDir
    private Path home;

    private Path directory;
    private SubjectKeys keys;

    @BeforeEach
    void open() {
        directory = home.resolve("subject-keys");
        keys = new SubjectKeys(directory);
    }

    @Test
    void shouldMakeAKeyOnFirstUseAndKeepIt() {
        PartyKey key = keys.key("P-1");

        assertThat(key.generation()).isEqualTo(1);
        assertThat(keys.key("P-1")).isEqualTo(key);
        assertThat(new SubjectKeys(directory).key("P-1")).isEqualTo(key);
        assertThat(keys.find("P-1", 1)).contains(key);
        assertThat(keys.key("P-2").key()).isNotEqualTo(key.key());
    }

    @Test
    void shouldMakeNothingWhenItOnlyLooks() {
        assertThat(keys.find("P-1", 1)).isEmpty();
        assertThat(keys.erasures("P-1")).isEmpty();
        assertThat(directory).doesNotExist();
    }

    @Test
    void shouldKeepDirectoryAndFilesFromOthersAndTheNameOfThePartyOutOfThem() throws Exception {
        keys.key("P-1/../../escape");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
        assertThat(files()).singleElement().satisfies(file -> {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(file.getFileName().toString()).matches("[0-9a-f]{64}\\.1");
            assertThat(Files.readString(file)).startsWith("angklung.subject-key/v1 1 ").doesNotContain("escape");
        });
    }

    @Test
    void shouldRefuseADirectoryThatIsOpenToOthers() throws Exception {
        keys.key("P-1");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));

        assertThatThrownBy(() -> keys.key("P-1"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("chmod go=");
    }

    @Test
    void shouldNotSayWhatIsInADamagedFile() throws Exception {
        String secret = StrictBase64.encode(keys.key("P-1").key());
        for (String damaged : List.of(
                secret, "angklung.subject-key/v1 1 " + secret.substring(4), "angklung.subject-key/v1 2 " + secret,
                "angklung.subject-key/v1 1 " + secret.replace('=', '?'),
                "angklung.subject-key/v1 1 " + secret + " x")) {
            Files.writeString(files().get(0), damaged);

            assertThatThrownBy(() -> keys.key("P-1"))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("damaged")
                    .hasMessageContaining(files().get(0).toString())
                    .hasMessageNotContaining(secret.substring(8, 30))
                    .hasNoCause();
        }
    }

    @Test
    void shouldLeaveNothingOfAKeyThatIsErasedButWhenAndWhy() throws Exception {
        PartyKey key = keys.key("P-1");

        assertThat(keys.erase("P-1", TODAY, "request of the party, ticket 7")).isEqualTo(1);

        assertThat(keys.find("P-1", 1)).isEmpty();
        assertThat(keys.erasures("P-1")).containsExactly("2036-11-23 request of the party, ticket 7");
        assertThat(files()).singleElement().satisfies(file ->
                assertThat(file.getFileName().toString()).endsWith(".1.erased"));
        assertNowhere(key);
    }

    /** The leaf stays as it is, and nobody finds again what makes it. */
    @Test
    void shouldLeaveNobodyWhoOpensWhatWasSealed() {
        byte[] record = "{}".getBytes(StandardCharsets.UTF_8);
        Sealing before = new Sealing(keys.key("P-1"));
        OpenedStatement opening = before.opening("leaf", record);
        byte[] sealed = before.seal("leaf", opening);
        keys.erase("P-1", TODAY, "ticket 7");
        Sealing after = new Sealing(keys.key("P-1"));

        assertThatThrownBy(() -> after.open("leaf", sealed)).isInstanceOf(UnverifiedException.class);
        assertThat(after.opening("leaf", record).commitment()).isNotEqualTo(opening.commitment());
    }

    @Test
    void shouldGoOnWithAnotherKeyAfterAnErasure() {
        PartyKey first = keys.key("P-1");
        keys.erase("P-1", TODAY, "first");
        PartyKey second = keys.key("P-1");
        assertThat(keys.erase("P-1", TODAY, "second")).isEqualTo(2);
        PartyKey third = keys.key("P-1");

        assertThat(List.of(first.generation(), second.generation(), third.generation())).containsExactly(1, 2, 3);
        assertThat(Set.of(StrictBase64.encode(first.key()), StrictBase64.encode(second.key()),
                StrictBase64.encode(third.key()))).hasSize(3);
        assertThat(keys.find("P-1", 3)).contains(third);
        assertThat(keys.erasures("P-1")).containsExactly("2036-11-23 first", "2036-11-23 second");
    }

    @Test
    void shouldSayThatThereIsNothingToErase() {
        assertThatThrownBy(() -> keys.erase("P-1", TODAY, "why"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("P-1")
                .hasMessageContaining("nothing was sealed");

        keys.key("P-1");
        keys.erase("P-1", TODAY, "because");
        assertThatThrownBy(() -> keys.erase("P-1", TODAY, "why"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("2036-11-23 because");
    }

    @Test
    void shouldRefuseAReasonThatIsNotOneLine() {
        PartyKey key = keys.key("P-1");
        for (String reason : List.of("", " ", "one\ntwo", "x".repeat(501))) {
            assertThatThrownBy(() -> keys.erase("P-1", TODAY, reason)).isInstanceOf(Failure.class);
        }
        assertThat(keys.key("P-1")).isEqualTo(key);
    }

    @Test
    void shouldKeepWhyAnErasureWentBeforeADuty() {
        keys.key("P-1");
        keys.eraseDespite(LocalDate.of(2040, 1, 2), "court order 7", "P-1", TODAY, "ticket 7");

        assertThat(keys.erasures("P-1"))
                .containsExactly("2036-11-23 ticket 7; although to be kept until 2040-01-02: court order 7");
    }

    @Test
    void shouldKeepTheFirstRequestThatHasToWait() {
        PartyKey key = keys.key("P-1");
        String first = "2036-11-23 held until 2040-01-02: ticket 7";

        assertThat(keys.hold("P-1", TODAY, LocalDate.of(2040, 1, 2), "ticket 7")).isEqualTo(first);
        assertThat(keys.hold("P-1", TODAY.plusDays(1), LocalDate.of(2041, 1, 2), "ticket 8")).isEqualTo(first);
        assertThat(keys.key("P-1")).isEqualTo(key);
        assertThatThrownBy(() -> keys.hold("P-2", TODAY, TODAY, "ticket 9")).hasMessageContaining("P-2");
    }

    /** A process that ends between the record of an erasure and the destruction of the key. */
    @Test
    void shouldFinishAnErasureThatWasInterrupted() throws Exception {
        PartyKey key = keys.key("P-1");
        Path file = files().get(0);
        Files.createLink(directory.resolve(file.getFileName() + ".3178.draft"), file);
        SecretFile.create(directory.resolve(file.getFileName() + ".erased"), "2036-11-23 interrupted");

        assertThat(keys.find("P-1", 1)).isEmpty();
        assertThat(keys.key("P-1").generation()).isEqualTo(2);
        assertThat(files()).extracting(path -> path.getFileName().toString()).noneMatch(name -> name.endsWith("draft"));
        assertNowhere(key);
    }

    /** As above, and the operator repeats the command instead of the notary going on. */
    @Test
    void shouldFinishAnInterruptedErasureWhenItIsRepeated() throws Exception {
        PartyKey key = keys.key("P-1");
        SecretFile.create(directory.resolve(files().get(0).getFileName() + ".erased"), "2036-11-23 interrupted");

        assertThatThrownBy(() -> keys.erase("P-1", TODAY, "again")).hasMessageContaining("interrupted");
        assertNowhere(key);
    }

    @Test
    void shouldAgreeOnOneKeyWhoeverAsksFirst() throws Exception {
        List<Callable<Map<String, PartyKey>>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SubjectKeys own = new SubjectKeys(directory); // as another process has it
            all.add(() -> {
                Map<String, PartyKey> found = new HashMap<>();
                for (int party = 0; party < 20; party++) {
                    found.put("P-" + party, own.key("P-" + party));
                }
                return found;
            });
        }

        assertThat(new HashSet<>(inParallel(all))).hasSize(1);
        assertThat(files()).hasSize(20);
    }

    /** Whatever the order: a generation has one key for ever, and after its erasure none. */
    @Test
    void shouldNeverGiveOutAnErasedKeyNorTwoOfAGeneration() {
        Seeds.cases(5, random -> {
            String party = "P-" + random.nextLong();
            List<Callable<List<PartyKey>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(() -> usesAndErases(party));
            }
            Map<Integer, PartyKey> byGeneration = new HashMap<>();
            inParallel(all).stream().flatMap(List::stream).forEach(key ->
                    assertThat(byGeneration.computeIfAbsent(key.generation(), n -> key)).isEqualTo(key));
            int erased = keys.erasures(party).size();

            assertThat(erased).isPositive();
            for (int generation = 1; generation <= erased; generation++) {
                assertThat(keys.find(party, generation)).isEmpty();
            }
            keys.key(party);
            byGeneration.values().stream().filter(key -> key.generation() <= erased).forEach(this::assertNowhere);
        });
    }

    private List<PartyKey> usesAndErases(String party) {
        SubjectKeys own = new SubjectKeys(directory);
        List<PartyKey> used = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            used.add(own.key(party));
            if (i % 4 == 3) {
                try {
                    own.erase(party, TODAY, "again");
                } catch (Failure e) { // another was faster
                    assertThat(e).hasMessageContaining(party);
                }
            }
        }
        return used;
    }

    private static <T> List<T> inParallel(List<Callable<T>> all) {
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(all)) {
                results.add(future.get());
            }
            return results;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    private void assertNowhere(PartyKey key) {
        try {
            for (Path file : files()) {
                assertThat(Files.readString(file)).doesNotContain(StrictBase64.encode(key.key()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
