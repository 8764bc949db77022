package angklung.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import angklung.Seeds;
import angklung.avro.Command;
import angklung.avro.LedgerLine;
import angklung.avro.PeriodControl;
import angklung.avro.UnclaimedNotice;
import angklung.avro.UnclaimedPolicy;
import angklung.ledger.AuditReport;
import angklung.ledger.TrialBalance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random sequences of settlements, releases, announcements, expiries and claims after the term, with commands of
 * before repeated at any time, against a reckoning in plain maps that shares nothing with the code under test.
 */
class UnclaimedPropertyTest {
    private static final List<String> POOLS = List.of(
            "nada/ID/free/2026-10/RECORDING/IDR",
            "nada/ID/premium/2027-01/MECHANICAL/IDR",
            "nada/KR/premium/2026-12/RECORDING/KRW");
    private static final List<String> REASONS = List.of("unmatched", "unclaimed", "dispute");
    private static final List<String> RULES = List.of(
            "HOLD", "ADJUSTMENT", "RELEASE", "EXPIRY", "CLAIMED_AFTER_TERM", "announced again", "repeated",
            "two expiries");
    private static final LocalDate START = LocalDate.parse("2027-02-01");

    @TempDir
    Path dir;

    private final Set<String> reached = new HashSet<>();

    @Test
    void shouldKeepTheBooksOfHoldsThatAReckoningKeeps() {
        Seeds.cases(30, 2_000, () -> reached.containsAll(RULES), random -> {
            try (Settlement settlement = new Settlement(newDir(), 1 + random.nextInt(12))) {
                new History(random, settlement).play();
            }
        });
        assertThat(reached).as("the generator reaches every rule").containsAll(RULES);
    }

    /** What must come of it: by account, in whole micros. */
    private final class History {
        private final SplittableRandom random;
        private final Settlement settlement;
        private final List<UnclaimedPolicy> policies = new ArrayList<>();
        private final List<PeriodControl> commands = new ArrayList<>();
        private final Map<String, SortedMap<String, Long>> allocated = new TreeMap<>();
        private final Map<String, Integer> versions = new TreeMap<>();
        private final SortedMap<String, Long> held = new TreeMap<>();
        private final SortedMap<String, UnclaimedNotice> announced = new TreeMap<>();
        private final Map<String, Deque<long[]>> gone = new HashMap<>();
        private final Map<String, Deque<String>> wentTo = new HashMap<>();
        private final List<String> lines = new ArrayList<>();
        private final List<UnclaimedNotice> notices = new ArrayList<>();
        private final Set<String> everAnnounced = new HashSet<>();
        private LocalDate date = START;

        History(SplittableRandom random, Settlement settlement) {
            this.random = random;
            this.settlement = settlement;
        }

        void play() {
            addPolicy("ID", LocalDate.EPOCH);
            int steps = 4 + random.nextInt(16);
            for (int step = 0; step < steps; step++) {
                date = date.plusDays(random.nextInt(60));
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> settle(step);
                    case 3, 4 -> order(Command.ANNOUNCE);
                    case 5, 6 -> order(Command.EXPIRE);
                    default -> addPolicy(random.nextBoolean() ? "ID" : "KR", START.minusDays(random.nextInt(150)));
                }
                repeat();
            }
            check();
        }

        private void addPolicy(String territory, LocalDate from) {
            UnclaimedPolicy policy = UnclaimedPolicy.newBuilder()
                    .setTerritory(territory)
                    .setReasons(random.nextInt(3) == 0 ? REASONS : List.of("unmatched", "unclaimed"))
                    .setTermMonths(1 + random.nextInt(6))
                    .setAnnounceDays(1 + random.nextInt(40))
                    .setDestination("fund" + random.nextInt(3))
                    .setValidFrom(from)
                    .setValidTo(random.nextInt(4) == 0 ? from.plusDays(60) : null)
                    .build();
            policies.removeIf(p -> p.getTerritory().equals(territory) && p.getValidFrom().equals(from));
            policies.add(policy);
            settlement.send(policy);
        }

        private void repeat() {
            if (!commands.isEmpty() && random.nextInt(3) == 0) {
                settlement.command(commands.get(random.nextInt(commands.size())));
                settlement.turn();
                reached.add("repeated");
            }
        }

        private void order(Command kind) {
            PeriodControl command = Settlement.holdsCommand(kind, date);
            boolean known = commands.contains(command);
            commands.add(command);
            settlement.command(command);
            settlement.work(command.getRunId());
            if (known) {
                return;
            }
            for (String account : List.copyOf(held.keySet())) {
                if (kind == Command.ANNOUNCE) {
                    announce(account, command.getRunId());
                } else {
                    expire(account);
                }
            }
        }

        private void announce(String account, String run) {
            String[] name = account.split(":", 3);
            String[] pool = name[2].split("/");
            YearMonth period = YearMonth.parse(pool[3]);
            UnclaimedPolicy policy = null;
            for (UnclaimedPolicy one : policies) {
                LocalDate day = period.atEndOfMonth();
                boolean applies = one.getTerritory().equals(pool[1])
                        && !day.isBefore(one.getValidFrom())
                        && (one.getValidTo() == null || day.isBefore(one.getValidTo()));
                boolean newer = policy == null || policy.getValidFrom().isBefore(one.getValidFrom());
                policy = applies && newer ? one : policy;
            }
            if (policy == null || !policy.getReasons().contains(name[1]) || announced.containsKey(account)) {
                return;
            }
            LocalDate over = period.plusMonths(1L + policy.getTermMonths()).atDay(1);
            LocalDate soonest = date.plusDays(policy.getAnnounceDays());
            if (soonest.isBefore(over)) {
                return;
            }
            UnclaimedNotice notice = new UnclaimedNotice(
                    account, name[2], pool[5], held.get(account), pool[3], date, soonest,
                    "unclaimed:" + pool[1] + ":" + policy.getDestination(),
                    pool[1] + "@" + policy.getValidFrom(), run);
            announced.put(account, notice);
            notices.add(notice);
            if (!everAnnounced.add(account)) {
                reached.add("announced again");
            }
        }

        private void expire(String account) {
            UnclaimedNotice notice = announced.get(account);
            if (notice == null || date.isBefore(notice.getDueOn())) {
                return;
            }
            long amount = held.remove(account);
            announced.remove(account);
            gone.computeIfAbsent(account, a -> new ArrayDeque<>()).push(new long[] {amount});
            wentTo.computeIfAbsent(account, a -> new ArrayDeque<>()).push(notice.getDestination());
            line("EXPIRY", amount, account, notice.getDestination(), notice.getPolicy());
            if (gone.get(account).size() > 1) {
                reached.add("two expiries");
            }
        }

        private void settle(int step) {
            String pool = POOLS.get(random.nextInt(POOLS.size()));
            int version = versions.merge(pool, 1, Integer::sum);
            SortedMap<String, Long> before = allocated.getOrDefault(pool, new TreeMap<>());
            SortedMap<String, Long> after = new TreeMap<>();
            for (String reason : REASONS) {
                if (random.nextInt(3) > 0) {
                    after.put("hold:" + reason + ":" + pool, 1 + random.nextLong(1_000));
                }
            }
            after.put("p1", 1 + random.nextLong(1_000));
            allocated.put(pool, after);
            Allocation allocation = Allocation.of(pool, version, before.values().stream().mapToLong(a -> a).sum());
            SortedMap<String, Long> changes = new TreeMap<>(after);
            before.forEach((who, amount) -> changes.merge(who, -amount, Long::sum));
            changes.values().removeIf(amount -> amount == 0);
            changes.forEach((who, amount) -> {
                if (who.startsWith("hold:")) {
                    allocation.hold(0, who, "IDA102600001", 1, amount);
                } else {
                    allocation.party(1, who, "IDA102600001", 1, amount);
                }
            });
            settlement.send(allocation);
            PeriodControl command = Settlement.settleCommand("run-" + step, List.of(allocation.toSettle()));
            commands.add(command);
            settlement.command(command);
            settlement.work("run-" + step);
            String reason = version == 1 ? null : "RESTATED_REVENUE";
            if (changes.containsKey("p1")) { // parties come before holds
                long amount = changes.remove("p1");
                boolean more = amount > 0;
                String from = more ? "pool:" + pool : "party:p1:payable";
                String to = more ? "party:p1:payable" : "pool:" + pool;
                line(version == 1 ? "ACCRUAL" : "ADJUSTMENT", Math.abs(amount), from, to, reason);
            }
            changes.forEach((account, amount) -> hold(account, amount, "pool:" + pool, version, reason));
        }

        private void hold(String account, long amount, String pool, int version, String reason) {
            if (amount > 0) {
                line(version == 1 ? "HOLD" : "ADJUSTMENT", amount, pool, account, reason);
                held.merge(account, amount, Long::sum);
                return;
            }
            long shortage = -amount - held.getOrDefault(account, 0L);
            while (shortage > 0) {
                long[] left = gone.get(account).peek();
                long back = Math.min(shortage, left[0]);
                line("RELEASE", back, wentTo.get(account).peek(), account, "CLAIMED_AFTER_TERM");
                left[0] -= back;
                shortage -= back;
                held.merge(account, back, Long::sum);
                if (left[0] == 0) {
                    gone.get(account).pop();
                    wentTo.get(account).pop();
                }
            }
            line("RELEASE", -amount, account, pool, reason);
            if (held.merge(account, amount, Long::sum) == 0) {
                held.remove(account);
                announced.remove(account);
            }
        }

        private void line(String kind, long amount, String debit, String credit, String reason) {
            lines.add(kind + " " + amount + " " + debit + " > " + credit + " " + reason);
            reached.add(kind);
            reached.add(String.valueOf(reason));
        }

        private void check() {
            List<LedgerLine> ledger = settlement.ledger();
            assertThat(ledger)
                    .extracting(line -> line.getKind() + " " + line.getAmountMicros() + " " + line.getDebitAccount()
                            + " > " + line.getCreditAccount() + " " + line.getReason())
                    .containsExactlyElementsOf(lines);
            assertThat(settlement.notices()).containsExactlyInAnyOrderElementsOf(notices);
            assertThat(ledger).extracting(LedgerLine::getLineId).doesNotHaveDuplicates();
            AuditReport audit = settlement.audit();
            assertThat(audit.findings()).isEmpty();
            TrialBalance balance = new TrialBalance();
            for (LedgerLine line : ledger) {
                balance.add(line);
                for (String account : List.of(line.getDebitAccount(), line.getCreditAccount())) {
                    if (account.startsWith("hold:") || account.startsWith("unclaimed:")) {
                        assertThat(balance.balance(account, line.getCurrency())).as(account).isNotNegative();
                    }
                }
            }
            assertThat(balance.totals().values()).allSatisfy(total -> assertThat(total).isZero());
            allocated.forEach((pool, amounts) -> {
                long given = amounts.values().stream().mapToLong(a -> a).sum();
                assertThat(balance.balance("pool:" + pool, pool.substring(pool.length() - 3))).isEqualTo(-given);
            });
        }
    }

    private Path newDir() {
        try {
            return Files.createTempDirectory(dir, "case");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
