package angklung.cluster;

import angklung.avro.Agreement;
import angklung.avro.AllocationModel;
import angklung.avro.Authorship;
import angklung.avro.Claim;
import angklung.avro.ClaimsPolicy;
import angklung.avro.Engagement;
import angklung.avro.IdleSubscribers;
import angklung.avro.LatePlays;
import angklung.avro.Party;
import angklung.avro.PlayEvent;
import angklung.avro.Registration;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.avro.ScreeningPolicy;
import angklung.avro.SubjectKind;
import angklung.client.Clients;
import angklung.topic.Partitioning;
import angklung.topic.TopicDef;
import angklung.topic.Topics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends rows of the test's input to the topics, without the code that {@code replay} uses. */
final class Feed implements AutoCloseable {
    private final Topics topics;
    private final Producer<String, byte[]> producer;

    Feed(Clients clients, Topics topics) {
        this.topics = topics;
        this.producer = clients.producer("test-feed");
    }

    void agreements(List<Map<String, String>> rows) {
        for (Map<String, String> r : rows) {
            Agreement agreement = Agreement.newBuilder()
                    .setDsp(r.get("dsp")).setTerritory(r.get("territory")).setOffering(r.get("offering"))
                    .setRightType(RightType.valueOf(r.get("right_type")))
                    .setModel(AllocationModel.valueOf(r.get("model")))
                    .setRevenueShareMillionths(micros(r, "revenue_share"))
                    .setLabelPaymentsShareMillionths(micros(r, "label_payments_share"))
                    .setPerPlayMinimum(rate(r, "per_play_minimum"))
                    .setPerSubscriberMinimum(rate(r, "per_subscriber_minimum"))
                    .setFloorPerSubscriber(rate(r, "floor_per_subscriber"))
                    .setMinimumTrackPlays(whole(r, "minimum_track_plays"))
                    .setMinimumTrackWindow(Math.toIntExact(orElse(whole(r, "minimum_track_window"), 12L)))
                    .setArtistMinPlays(whole(r, "artist_min_plays"))
                    .setArtistMinListeners(whole(r, "artist_min_listeners"))
                    .setArtistBoost(rate(r, "artist_boost")).setActiveBoost(rate(r, "active_boost"))
                    .setSubscriberCap(rate(r, "subscriber_cap"))
                    .setIdleSubscribers(IdleSubscribers.valueOf(orElse(cell(r, "idle_subscribers"), "SPREAD")))
                    .setLatePlays(LatePlays.valueOf(orElse(cell(r, "late_plays"), "NEXT_PERIOD")))
                    .setScreening(ScreeningPolicy.NONE)
                    .setClaims(cell(r, "claims") == null ? ClaimsPolicy.HOLD_ALL : ClaimsPolicy.valueOf(r.get("claims")))
                    .setTimeZone(cell(r, "time_zone") == null ? "UTC" : r.get("time_zone"))
                    .setValidFrom(LocalDate.parse(r.get("valid_from")))
                    .setValidTo(date(r, "valid_to"))
                    .build();
            String key = r.get("dsp") + "/" + r.get("territory") + "/" + r.get("offering");
            send(topics.agreements, Partitioning.ofKey(key, topics.agreements.partitions()), key, agreement, 0);
        }
        producer.flush();
    }

    /** One registration of each registrant of a recording. */
    void rights(List<Map<String, String>> rows) {
        Map<List<String>, List<Claim>> byRegistrant = new LinkedHashMap<>();
        for (Map<String, String> r : rows) {
            byRegistrant
                    .computeIfAbsent(Arrays.asList(r.get("isrc"), cell(r, "registrant")), i -> new ArrayList<>())
                    .add(Claim.newBuilder()
                            .setRightType(RightType.valueOf(r.get("right_type"))).setPartyId(r.get("party_id"))
                            .setRole(r.get("role"))
                            .setShareMicropercent(new BigDecimal(r.get("share")).movePointRight(6).longValueExact())
                            .setValidFrom(LocalDate.parse(r.get("valid_from"))).setValidTo(date(r, "valid_to"))
                            .setAuthorship(Authorship.UNDECLARED).setArtistId(cell(r, "artist_id"))
                            .build());
        }
        byRegistrant.forEach((subject, claims) -> {
            String key = "RECORDING/" + subject.get(0);
            Registration registration = Registration.newBuilder()
                    .setRegistrationId("test").setSubjectKind(SubjectKind.RECORDING).setSubject(subject.get(0))
                    .setRegistrant(subject.get(1)).setSequence(1).setClaims(claims)
                    .build();
            send(topics.registrations, Partitioning.ofKey(key, topics.registrations.partitions()), key, registration, 0);
        });
        producer.flush();
    }

    void parties(List<Map<String, String>> rows) {
        for (Map<String, String> r : rows) {
            String currency = r.get("payout_currency");
            String scale = cell(r, "payout_scale");
            Party party = Party.newBuilder()
                    .setPartyId(r.get("party_id")).setName(r.get("name")).setPayoutCurrency(currency)
                    .setPayoutScale(scale != null ? Integer.parseInt(scale) : currency.equals("USD") ? 2 : 0)
                    .setPayoutThresholdMicros(cell(r, "payout_threshold") == null ? 0 : micros(r, "payout_threshold"))
                    .build();
            send(topics.parties, Partitioning.ofKey(r.get("party_id"), topics.parties.partitions()),
                    r.get("party_id"), party, 0);
        }
        producer.flush();
    }

    /** The reports of the given revision and, if {@code period} is not null, of that period alone. */
    void revenue(List<Map<String, String>> rows, int revision, String period) {
        for (Map<String, String> r : rows) {
            if (Integer.parseInt(r.get("revision")) != revision || (period != null && !period.equals(r.get("period")))) {
                continue;
            }
            RevenueReport report = RevenueReport.newBuilder()
                    .setDsp(r.get("dsp")).setTerritory(r.get("territory")).setOffering(r.get("offering"))
                    .setPeriod(r.get("period")).setCurrency(r.get("currency"))
                    .setNetRevenueMicros(micros(r, "net_revenue"))
                    .setSubscribers(cell(r, "subscribers") == null ? null : Long.valueOf(r.get("subscribers")))
                    .setLabelPaymentsMicros(micros(r, "label_payments"))
                    .setPerformanceRoyaltiesMicros(micros(r, "performance_royalties"))
                    .setRevision(revision)
                    .build();
            String key = r.get("dsp") + "/" + r.get("territory") + "/" + r.get("offering");
            send(topics.revenue, Partitioning.ofKey(key, topics.revenue.partitions()), key, report, 0);
        }
        producer.flush();
    }

    /** A row that does not fit the schema goes out as bytes that no reader can decode. */
    void plays(List<Map<String, String>> rows) {
        for (Map<String, String> r : rows) {
            String dsp = topics.dsps().contains(r.get("dsp")) ? r.get("dsp") : topics.dsps().first();
            TopicDef<String, PlayEvent> topic = topics.plays(dsp);
            int partition = Partitioning.ofKey(r.get("subscriber_id"), topic.partitions());
            PlayEvent play = play(r);
            if (play == null) {
                producer.send(new ProducerRecord<>(topic.name(), partition, 1_700_000_000_000L, r.get("subscriber_id"),
                        r.toString().getBytes(StandardCharsets.UTF_8)));
            } else {
                send(topic, partition, r.get("subscriber_id"), play, play.getStartedAt().toEpochMilli());
            }
        }
        producer.flush();
    }

    private static PlayEvent play(Map<String, String> r) {
        try {
            return PlayEvent.newBuilder()
                    .setPlayId(r.get("play_id")).setDsp(r.get("dsp")).setSubscriberId(r.get("subscriber_id"))
                    .setIsrc(r.get("isrc")).setTerritory(r.get("territory")).setOffering(r.get("offering"))
                    .setStartedAt(Instant.parse(r.get("started_at"))).setPlayedMs(Long.parseLong(r.get("played_ms")))
                    .setTrackMs(cell(r, "track_ms") == null ? null : Long.valueOf(r.get("track_ms")))
                    .setEngagement(Engagement.valueOf(r.get("engagement"))).setDeviceId(cell(r, "device_id"))
                    .build();
        } catch (RuntimeException e) {
            return null;
        }
    }

    private <V> void send(TopicDef<String, V> topic, int partition, String key, V value, long timestamp) {
        byte[] bytes = topic.value().serializer().serialize(topic.name(), value);
        producer.send(new ProducerRecord<>(topic.name(), partition, timestamp, key, bytes));
    }

    private static String cell(Map<String, String> row, String column) {
        String text = row.getOrDefault(column, "");
        return text.isEmpty() ? null : text;
    }

    private static <T> T orElse(T value, T other) {
        return value == null ? other : value;
    }

    private static Long whole(Map<String, String> row, String column) {
        return cell(row, column) == null ? null : Long.valueOf(row.get(column));
    }

    private static Long micros(Map<String, String> row, String column) {
        return cell(row, column) == null ? null : new BigDecimal(row.get(column)).movePointRight(6).longValueExact();
    }

    private static BigDecimal rate(Map<String, String> row, String column) {
        return cell(row, column) == null ? null : new BigDecimal(row.get(column)).setScale(12);
    }

    private static LocalDate date(Map<String, String> row, String column) {
        return cell(row, column) == null ? null : LocalDate.parse(row.get(column));
    }

    @Override
    public void close() {
        producer.close();
    }
}
