package angklung.oracle;

import static angklung.oracle.Table.cell;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** Adds to random rights: works and medleys, AI performers, authorship and policies on it, and what comes late. */
final class RandomContributions {
    private static final List<String> REGISTRANTS = List.of("", "reg-a", "reg-b", "reg-c");
    private static final List<String> AUTHORS_RIGHTS = List.of("MECHANICAL", "PERFORMANCE");
    private static final List<String> TERRITORIES = List.of("ID", "KR", "US");
    private static final List<String> AUTHORSHIPS =
            List.of("", "HUMAN", "AI_ASSISTED", "AI_GENERATED", "AI_GENERATED", "UNDECLARED");
    private static final String LONG_AGO = "2020-01-01";

    private final SplittableRandom random;
    private final List<String> isrcs;
    private final List<String> parties;
    private final YearMonth month;
    private final boolean authorship;

    /** @param authorship whether contributions say who made them */
    RandomContributions(
            SplittableRandom random, List<String> isrcs, List<String> parties, YearMonth month, boolean authorship) {
        this.random = random;
        this.isrcs = isrcs;
        this.parties = parties;
        this.month = month;
        this.authorship = authorship;
    }

    /** Names registrants, who else would be nobody, and says how contributions were made. */
    void declare(List<Map<String, String>> rights) {
        for (String isrc : isrcs) {
            String registrant = pick(REGISTRANTS);
            rights.stream().filter(row -> row.get("isrc").equals(isrc)).forEach(row -> {
                row.put("authorship", pick(AUTHORSHIPS));
                row.put("registrant", cell(row, "registrant", registrant));
            });
        }
    }

    // Works and performers

    /** Links of some recordings to some works. */
    List<Map<String, String>> recordingWorks(List<String> iswcs) {
        List<Map<String, String>> links = new ArrayList<>();
        for (String isrc : isrcs) {
            int count = random.nextInt(2) * (1 + random.nextInt(3));
            boolean weighted = random.nextBoolean();
            long left = 1_000_000;
            Set<String> linked = new LinkedHashSet<>();
            while (linked.size() < count) {
                linked.add(pick(iswcs));
            }
            for (String iswc : linked) {
                count--;
                long weight = count == 0 && random.nextBoolean() ? left : 1 + random.nextLong(left / 2);
                left -= weight;
                links.add(row("isrc", isrc, "iswc", iswc,
                        "weight", weighted ? BigDecimal.valueOf(weight, 6).toPlainString() : ""));
            }
        }
        return links;
    }

    List<String> iswcs() {
        List<String> iswcs = new ArrayList<>();
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            String digits = String.format("%09d", random.nextInt(1_000_000_000));
            int sum = 1;
            for (int place = 1; place <= 9; place++) {
                sum += place * (digits.charAt(place - 1) - '0');
            }
            iswcs.add("T" + digits + (10 - sum % 10) % 10);
        }
        return iswcs;
    }

    List<Map<String, String>> works(List<String> iswcs) {
        List<Map<String, String>> works = new ArrayList<>();
        for (String iswc : iswcs) {
            for (String right : AUTHORS_RIGHTS) {
                if (random.nextInt(5) > 0) {
                    works.addAll(claims("iswc", iswc, right, pick(REGISTRANTS)));
                }
            }
        }
        return withoutRepetition(works, "iswc");
    }

    /** Some rights in recordings of works are claimed on the works alone, some claims on recordings name a work. */
    void relate(List<Map<String, String>> rights, List<Map<String, String>> links) {
        rights.removeIf(row -> !row.get("right_type").equals("RECORDING")
                && links.stream().anyMatch(link -> link.get("isrc").equals(row.get("isrc")))
                && random.nextInt(4) > 0);
        for (Map<String, String> row : rights) {
            if (random.nextInt(4) == 0) {
                row.put("iswc", pick(links.isEmpty() ? List.of("T9109247316") : links.stream()
                        .map(link -> link.get("iswc"))
                        .toList()));
            }
        }
    }

    /** Performers, whom some recordings are by. */
    List<Map<String, String>> performers(List<Map<String, String>> rights) {
        List<Map<String, String>> performers = new ArrayList<>();
        for (String performer : List.of("idol-1", "idol-2", "idol-3")) {
            claims("performer_id", performer, "RECORDING", "").forEach(row -> {
                row.remove("right_type");
                row.remove("territory");
                row.remove("authorship");
                performers.add(row);
            });
        }
        rights.stream().filter(row -> row.get("right_type").equals("RECORDING")).forEach(row -> {
            boolean once = rights.stream().filter(other -> other.get("isrc").equals(row.get("isrc"))
                    && other.get("right_type").equals("RECORDING")).count() == 1;
            if (once && random.nextInt(4) == 0) {
                row.put("party_id", pick(List.of("idol-1", "idol-2", "idol-3")));
                row.put("authorship", "AI_GENERATED");
            }
        });
        return withoutRepetition(performers, "performer_id");
    }

    // Policies

    List<Map<String, String>> policies(int most) {
        List<Map<String, String>> policies = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            boolean society = random.nextBoolean();
            Map<String, String> row = row(
                    "holder_kind", society ? "SOCIETY" : "TERRITORY",
                    "holder", society ? pick(REGISTRANTS.subList(1, 4)) : pick(TERRITORIES),
                    "right_type", random.nextBoolean() ? "" : pick(List.of("RECORDING", "MECHANICAL", "PERFORMANCE")),
                    "authorship", pick(List.of("AI_GENERATED", "AI_GENERATED", "AI_ASSISTED", "UNDECLARED", "HUMAN")),
                    "effect", pick(List.of("PAY", "TAG", "HOLD", "EXCLUDE")),
                    "valid_from", pick(List.of("2025-03-24", month.atDay(1).toString(), day().toString())));
            if (random.nextInt(3) == 0) {
                row.put("valid_to", month.plusMonths(random.nextInt(2)).atDay(28).toString());
            }
            if (keys.add(row.get("holder") + row.get("right_type") + row.get("authorship") + row.get("valid_from"))) {
                policies.add(row);
            }
        }
        return policies;
    }

    /** Some new ones, and some that say another thing about what there is. */
    List<Map<String, String>> latePolicies(List<Map<String, String>> policies) {
        List<Map<String, String>> late = new ArrayList<>();
        for (Map<String, String> policy : policies) {
            if (random.nextInt(3) == 0) {
                Map<String, String> other = new LinkedHashMap<>(policy);
                other.put("effect", pick(List.of("PAY", "TAG", "HOLD", "EXCLUDE")));
                late.add(other);
            }
        }
        if (late.isEmpty()) {
            late.addAll(policies(2));
        }
        return late;
    }

    // What comes late

    /** Registrations that replace some of those there are, and some of what nobody had registered. */
    List<Map<String, String>> late(List<Map<String, String>> rows, String subject, List<String> subjects) {
        List<Map<String, String>> late = new ArrayList<>();
        Set<List<String>> registrations = new LinkedHashSet<>();
        rows.forEach(row -> registrations.add(List.of(row.get(subject), cell(row, "registrant"))));
        for (List<String> registration : registrations) {
            if (random.nextInt(5) == 0) {
                rows.stream()
                        .filter(row -> row.get(subject).equals(registration.get(0))
                                && cell(row, "registrant").equals(registration.get(1)))
                        .map(row -> row.get("right_type"))
                        .distinct()
                        .forEach(right -> late.addAll(claims(subject, registration.get(0), right, registration.get(1))));
            }
        }
        for (String one : subjects) {
            if (random.nextInt(12) == 0 && !registrations.contains(List.of(one, "reg-late"))) {
                late.addAll(claims(subject, one, pick(AUTHORS_RIGHTS), "reg-late"));
            }
        }
        return withoutRepetition(late, subject);
    }

    /** What one registrant claims of one right: all of it, less, or other shares from some day on. */
    private List<Map<String, String>> claims(String subject, String id, String right, String registrant) {
        String a = pick(parties);
        String b = parties.get((parties.indexOf(a) + 1) % parties.size());
        String change = day().toString();
        List<Map<String, String>> rows = new ArrayList<>();
        switch (random.nextInt(6)) {
            case 0 -> rows.add(claim(a, BigDecimal.valueOf(1 + random.nextLong(100_000_000), 6).toPlainString(), LONG_AGO, ""));
            case 1 -> {
                rows.add(claim(a, "50", LONG_AGO, change));
                rows.add(claim(b, "50", LONG_AGO, change));
                rows.add(claim(a, "60", change, ""));
                rows.add(claim(b, "40", change, ""));
            }
            case 2 -> {
                rows.add(claim(a, "33.333333", LONG_AGO, ""));
                rows.add(claim(b, "66.666666", LONG_AGO, ""));
            }
            case 3 -> {
                rows.add(claim(a, "60", LONG_AGO, ""));
                rows.add(claim(b, "40", LONG_AGO, ""));
                if (subject.equals("iswc")) {
                    rows.get(1).put("territory", pick(TERRITORIES));
                }
            }
            default -> rows.add(claim(a, "100", random.nextInt(4) == 0 ? change : LONG_AGO, ""));
        }
        rows.forEach(row -> {
            row.put(subject, id);
            row.put("right_type", right);
            row.put("registrant", registrant);
            if (authorship) {
                row.put("authorship", pick(AUTHORSHIPS));
            }
        });
        return rows;
    }

    private static Map<String, String> claim(String party, String share, String from, String to) {
        return row("party_id", party, "role", "Composer", "share", share, "valid_from", from, "valid_to", to);
    }

    /** Of each subject, right and registrant the first rows that came together: sums stay within the whole. */
    private static List<Map<String, String>> withoutRepetition(List<Map<String, String>> rows, String subject) {
        Set<List<String>> seen = new HashSet<>();
        return rows.stream()
                .filter(row -> seen.add(List.of(
                        row.get(subject), cell(row, "right_type"), cell(row, "registrant"), row.get("party_id"),
                        row.get("valid_from"))))
                .toList();
    }

    private LocalDate day() {
        return month.atDay(2 + random.nextInt(25));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static Map<String, String> row(String... cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            row.put(cells[i], cells[i + 1]);
        }
        return row;
    }
}
