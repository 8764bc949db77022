package angklung.explain;

import angklung.appeal.Evidence;
import angklung.avro.DeductionChain;
import angklung.avro.Earning;
import angklung.avro.EarningKind;
import angklung.avro.LedgerLine;
import angklung.avro.PolicyEffect;
import angklung.avro.RecordingRights;
import angklung.avro.Statement;
import angklung.avro.TaxProfile;
import angklung.client.Clients;
import angklung.client.TopicReader;
import angklung.model.PoolKey;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The records of an installation, read from its topics: whatever was committed before, anywhere, is in them. */
public final class TopicRecords implements Records {
    private final Clients clients;
    private final Topics topics;

    public TopicRecords(Clients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    @Override
    public List<LedgerLine> linesStarting(String idPrefix, int limit) {
        List<LedgerLine> found = new ArrayList<>();
        read(topics.ledger, all(topics.ledger), line -> {
            if (found.size() < limit && line.getLineId().startsWith(idPrefix)) {
                found.add(line);
            }
        });
        return found;
    }

    @Override
    public List<LedgerLine> linesOf(Beneficiary beneficiary, int partition) {
        List<LedgerLine> lines = new ArrayList<>();
        read(topics.ledger, List.of(partition), line -> {
            if (beneficiary.has(line)) {
                lines.add(line);
            }
        });
        return lines;
    }

    @Override
    public SortedMap<Integer, Sheet> sheets(String pool) {
        SortedMap<Integer, Sheet> sheets = new TreeMap<>();
        read(topics.poolPlans, List.of(0), plan -> { // multicast: every partition has all
            if (plan.getPool().equals(pool)) {
                sheets.put(plan.getVersion(), Sheet.of(plan));
            }
        });
        return sheets;
    }

    @Override
    public boolean keepsVersions() {
        return true;
    }

    @Override
    public List<Earned> earned(String pool, Beneficiary beneficiary) {
        List<Earned> earned = new ArrayList<>();
        read(topics.earnings, List.of(ofKey(topics.earnings, beneficiary.id())), earning -> {
            boolean own = beneficiary.isHold()
                    ? beneficiary.holdAccount().equals(earning.getHoldAccount())
                    : beneficiary.partyId().equals(earning.getPartyId());
            if (own && isOf(earning, pool)) {
                earned.add(new Earned(
                        isrc(earning), earning.getVersion(), earning.getPlays(), earning.getAmountMicros(),
                        earning.getRightsVersion(), earning.getAuthorshipPolicy()));
            }
        });
        return earned;
    }

    @Override
    public Map<String, Recording> recordings(String pool, Set<String> isrcs, int version) {
        RecordingSums sums = new RecordingSums(pool);
        read(topics.earnings, all(topics.earnings), earning -> {
            if (isOf(earning, pool) && earning.getVersion() <= version && isrcs.contains(isrc(earning))) {
                sums.add(isrc(earning), account(earning), earning.getAuthorshipPolicy(), earning.getVersion(),
                        earning.getPlays(), earning.getAmountMicros());
            }
        });
        return sums.sums();
    }

    @Override
    public Map<String, RecordingRights> rights(Set<String> isrcs) {
        List<Integer> partitions = isrcs.stream()
                .map(isrc -> Partitioning.ofIsrc(isrc, topics.recordingRights.partitions()))
                .distinct()
                .sorted()
                .collect(Collectors.toList());
        Map<String, RecordingRights> rights = new HashMap<>();
        if (!partitions.isEmpty()) {
            read(topics.recordingRights, partitions, record -> {
                if (isrcs.contains(record.getIsrc())) {
                    rights.put(record.getIsrc(), record);
                }
            });
        }
        return rights;
    }

    @Override
    public Map<String, RecordingRights> rightsOf(String partyId, Predicate<RecordingRights> which) {
        Map<String, RecordingRights> rights = new HashMap<>();
        read(topics.recordingRights, all(topics.recordingRights), record -> {
            boolean own = record.getShares().stream().anyMatch(share -> share.getPartyId().equals(partyId));
            if (own && which.test(record)) {
                rights.put(record.getIsrc(), record);
            } else {
                rights.remove(record.getIsrc()); // it had a share once
            }
        });
        return rights;
    }

    @Override
    public List<ScreenedHit> hits(PoolKey pool) {
        return TopicHits.of(pool, new Evidence(clients, topics).hits());
    }

    @Override
    public SortedMap<String, Effect> policyEffects(String pool, int version) {
        Map<Integer, List<PolicyEffect>> bySource = new HashMap<>();
        read(topics.earnings, List.of(0), earning -> { // marks are multicast
            if (earning.getMark() != null && earning.getPool().equals(pool) && earning.getVersion() == version) {
                bySource.put(earning.getSourcePartition(), earning.getMark().getPolicyEffects());
            }
        });
        SortedMap<String, Effect> effects = new TreeMap<>();
        bySource.values().forEach(all -> all.forEach(one -> effects.merge(
                one.getPolicy(), new Effect(one.getPlays(), one.getAmountMicros()), Effect::plus)));
        return effects;
    }

    @Override
    public List<Statement> statements(String partyId, String currency) {
        List<Statement> statements = new ArrayList<>();
        read(topics.statements, List.of(ofKey(topics.statements, partyId)), statement -> {
            if (statement.getPartyId().equals(partyId) && statement.getCurrency().equals(currency)) {
                statements.add(statement);
            }
        });
        return statements;
    }

    @Override
    public Optional<DeductionChain> chain(String name, LocalDate validFrom) {
        List<DeductionChain> found = new ArrayList<>();
        read(topics.deductions, List.of(0), chain -> { // multicast
            if (chain.getChain().equals(name) && chain.getValidFrom().equals(validFrom)) {
                found.add(chain);
            }
        });
        return last(found);
    }

    @Override
    public Optional<TaxProfile> taxProfile(String name, LocalDate validFrom) {
        List<TaxProfile> found = new ArrayList<>();
        read(topics.taxProfiles, List.of(0), profile -> { // multicast
            if (profile.getProfile().equals(name) && profile.getValidFrom().equals(validFrom)) {
                found.add(profile);
            }
        });
        return last(found);
    }

    private <V> void read(TopicDef<String, V> topic, List<Integer> partitions, Consumer<V> each) {
        try (TopicReader<String, V> reader = new TopicReader<>(clients, topic, partitions)) {
            reader.readDecided(record -> {
                if (record.value() != null) {
                    each.accept(record.value());
                }
            });
        }
    }

    private static boolean isOf(Earning earning, String pool) {
        return earning.getKind() == EarningKind.EARNING && earning.getPool().equals(pool);
    }

    private static String account(Earning earning) {
        return earning.getPartyId() == null ? earning.getHoldAccount() : earning.getPartyId();
    }

    private static String isrc(Earning earning) {
        return earning.getIsrc() == null ? "" : earning.getIsrc();
    }

    private static int ofKey(TopicDef<?, ?> topic, String key) {
        return Partitioning.ofKey(key, topic.partitions());
    }

    private static List<Integer> all(TopicDef<?, ?> topic) {
        return IntStream.range(0, topic.partitions()).boxed().toList();
    }

    private static <T> Optional<T> last(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }
}
