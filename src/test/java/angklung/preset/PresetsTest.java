package angklung.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import angklung.avro.Agreement;
import angklung.avro.CohortRevenue;
import angklung.avro.PricingStep;
import angklung.avro.RevenueReport;
import angklung.avro.RightType;
import angklung.model.OfferingKey;
import angklung.pool.Pricing;
import angklung.pool.PricingRules;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PresetsTest {
    private static final OfferingKey OFFERING = new OfferingKey("alpha", "KR", "streaming");
    private final Presets presets = Presets.load();

    @Test
    void shouldShipEveryFileOfItsFolder() throws Exception {
        List<String> files;
        try (Stream<Path> folder = Files.list(Path.of("src/main/resources/presets"))) {
            files = folder.map(file -> file.getFileName().toString())
                    .filter(file -> !file.equals("index.json"))
                    .toList();
        }

        assertThat(presets.all()).extracting(preset -> preset.name() + ".json")
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @Test
    void shouldNameSourcesAndWhatWasVerified() {
        assertThat(presets.all()).allSatisfy(preset -> {
            assertThat(preset.title()).isNotBlank();
            assertThat(preset.sources()).isNotEmpty();
            assertThat(preset.verified()).isNotBlank();
        });
    }

    @Test
    void shouldPriceEveryVariantOfEveryPreset() {
        for (Preset preset : presets.all()) {
            for (Preset.Variant variant : preset.variants()) {
                for (Agreement terms : presets.agreements(preset, variant, OFFERING, null)) {
                    RevenueReport report = report("KRW", "1000000", 10L)
                            .setLabelPaymentsMicros(0L)
                            .build();
                    assertThat(PricingRules.price(terms, report, 10)).as(preset.name() + " " + variant.name())
                            .isInstanceOf(Pricing.Priced.class);
                    assertThat(terms.getSource()).contains("preset " + preset.name(), preset.sources().get(0));
                }
            }
        }
    }

    @Test
    void shouldLabelWhatIsUnverifiedWhereverItShows() {
        assertThat(presets.all()).filteredOn(preset -> !preset.isVerified()).extracting(Preset::name)
                .containsExactly("us-385-overtime-unverified");
        assertThat(presets.all()).allSatisfy(preset -> assertThat(preset.isVerified())
                .isEqualTo(!preset.name().endsWith("unverified")));
        Agreement overtime = agreements("us-385-overtime-unverified", null, null).get(0);
        assertThat(overtime.getSource()).startsWith("UNVERIFIED (overtime factors");
        assertThat(overtime.getOvertime()).hasSize(5);
        // No other preset has overtime, and none that is verified speaks of the years from 2023 on.
        assertThat(presets.all()).filteredOn(Preset::isVerified).allSatisfy(preset ->
                assertThat(preset.variants()).allSatisfy(variant ->
                        assertThat(variant.agreements()).allSatisfy(terms -> assertThat(terms.overtime()).isEmpty())));
    }

    @Test
    void shouldPriceCaseAOfTheUnitedStates() {
        List<Agreement> years = agreements("us-385-2018-2022", null, null);
        assertThat(years).extracting(Agreement::getRevenueShareMillionths)
                .containsExactly(114_000L, 123_000L, 133_000L, 142_000L, 151_000L);
        assertThat(years).extracting(Agreement::getLabelPaymentsShareMillionths)
                .containsExactly(220_000L, 231_000L, 241_000L, 252_000L, 262_000L);
        assertThat(years).extracting(Agreement::getValidFrom).containsExactly(
                LocalDate.parse("2018-01-01"), LocalDate.parse("2019-01-01"), LocalDate.parse("2020-01-01"),
                LocalDate.parse("2021-01-01"), LocalDate.parse("2022-01-01"));
        assertThat(years.get(4).getValidTo()).isEqualTo(LocalDate.parse("2023-01-01"));
        RevenueReport report = report("USD", "1000000", 100_000L)
                .setLabelPaymentsMicros(micros("550000"))
                .setPerformanceRoyaltiesMicros(micros("60000"))
                .build();

        Pricing.Priced priced = priced(years.get(4), report, 100_000_000);

        // max(151,000 ; 144,100) = 151,000; less 60,000 = 91,000; not below the floor of 50,000
        assertThat(priced.amountMicros()).isEqualTo(micros("91000"));
        assertThat(priced.ratePerPlay()).isEqualByComparingTo("0.00091");
        assertThat(priced.steps()).extracting(PricingStep::getResult).contains("151000", "144100", "91000", "50000");
    }

    @Test
    void shouldHaveAVariantForEachFloorOfTheUnitedStates() {
        assertThat(floor("standalone-portable")).isEqualByComparingTo("0.50");
        assertThat(floor("standalone-non-portable")).isEqualByComparingTo("0.15");
        assertThat(floor("non-portable-mixed")).isEqualByComparingTo("0.30");
        assertThat(floor("no-floor")).isNull();
    }

    private BigDecimal floor(String variant) {
        return agreements("us-385-2018-2022", variant, null).get(0).getFloorPerSubscriber();
    }

    @Test
    void shouldTakeTheGreaterOfTwoByKomcaArticle23() {
        Agreement perPlay = only(agreements("komca-23", "per-play", null));
        Agreement perSubscriber = only(agreements("komca-23", "per-subscriber", null));

        // 20 plays x 0.7 = 14 against 10.5 % of 100 = 10.5
        assertThat(priced(perPlay, report("KRW", "100", 1L).build(), 20).amountMicros()).isEqualTo(micros("14"));
        // 3 subscribers x 700 = 2,100 against 10.5 % of 10,000 = 1,050
        assertThat(priced(perSubscriber, report("KRW", "10000", 3L).build(), 10).amountMicros())
                .isEqualTo(micros("2100"));
        // 10.5 % of 30,000 = 3,150 against 2,100 and 7
        assertThat(priced(perSubscriber, report("KRW", "30000", 3L).build(), 10).amountMicros())
                .isEqualTo(micros("3150"));
        assertThat(priced(perPlay, report("KRW", "30000", 3L).build(), 10).amountMicros()).isEqualTo(micros("3150"));
    }

    @Test
    void shouldMultiplyEveryTermByTheRatio() {
        Agreement perSubscriber = only(agreements("komca-23", "per-subscriber", "0.95"));
        Agreement perPlay = only(agreements("komca-23", "per-play", "0.95"));

        assertThat(perSubscriber.getRevenueShareMillionths()).isEqualTo(99_750);
        assertThat(perSubscriber.getPerSubscriberMinimum()).isEqualByComparingTo("665");
        assertThat(perPlay.getPerPlayMinimum()).isEqualByComparingTo("0.665");
        assertThat(perPlay.getSource()).contains("x 0.95");
    }

    @Test
    void shouldRefuseARatioThatCannotBeExact() {
        assertThatThrownBy(() -> agreements("komca-23", "per-play", "0.95123"))
                .hasMessageContaining("revenue_share 0.105 times the ratio 0.95123", "fewer decimals");
        assertThatThrownBy(() -> agreements("komca-23", null, "0")).hasMessageContaining("not above 0");
        assertThatThrownBy(() -> agreements("komca-23", null, "1.000001")).hasMessageContaining("at most 1");
        assertThatThrownBy(() -> agreements("kr-2019", null, "0.9")).hasMessageContaining("has no ratio");
    }

    @Test
    void shouldDivideSevenWonAsTheTariffOf2019() {
        // 7 won a play: 3.3775 + 0.735 + 0.4375 = 4.55 for the rights, the service keeps 2.45.
        Map<RightType, BigDecimal> parts = parts(agreements("kr-2019", null, null), report("KRW", "7", 1L).build(), 1);

        assertThat(parts.get(RightType.RECORDING)).isEqualByComparingTo("3.3775");
        assertThat(parts.get(RightType.MECHANICAL)).isEqualByComparingTo("0.735");
        assertThat(parts.get(RightType.PERFORMANCE)).isEqualByComparingTo("0.4375");
        assertThat(sum(parts)).isEqualByComparingTo("4.55");
    }

    @Test
    void shouldPayThePartsOf2013PerPlay() {
        // 3.6 won a play: producers 2.64, authors 0.60, performers 0.36; revenue is small, so the minimum decides.
        Map<RightType, BigDecimal> parts = parts(agreements("kr-2013", null, null), report("KRW", "1", 1L).build(), 1);

        assertThat(parts.get(RightType.RECORDING)).isEqualByComparingTo("2.64");
        assertThat(parts.get(RightType.MECHANICAL)).isEqualByComparingTo("0.60");
        assertThat(parts.get(RightType.PERFORMANCE)).isEqualByComparingTo("0.36");
        assertThat(sum(parts)).isEqualByComparingTo("3.60");
    }

    @Test
    void shouldPaySixtyPercentBefore2019() {
        Map<RightType, BigDecimal> parts =
                parts(agreements("kr-legacy-cohort", null, null), report("KRW", "100", 1L).build(), 1);

        assertThat(parts.get(RightType.RECORDING)).isEqualByComparingTo("44");
        assertThat(parts.get(RightType.MECHANICAL)).isEqualByComparingTo("10");
        assertThat(parts.get(RightType.PERFORMANCE)).isEqualByComparingTo("6");
    }

    @Test
    void shouldPayOldSubscriptionsAtTheirOldRatesAndNewOnesAtTheNew() {
        RevenueReport report = report("KRW", "300", 1L)
                .setCohorts(List.of(new CohortRevenue("before-2019", micros("100"))))
                .build();

        Map<RightType, BigDecimal> parts = parts(agreements("kr-cohorts", null, null), report, 1);

        assertThat(parts.get(RightType.RECORDING)).isEqualByComparingTo("140.5"); // 44 + 2 x 48.25
        assertThat(parts.get(RightType.MECHANICAL)).isEqualByComparingTo("31"); // 10 + 2 x 10.5
        assertThat(parts.get(RightType.PERFORMANCE)).isEqualByComparingTo("18.5"); // 6 + 2 x 6.25
        assertThat(sum(parts)).isEqualByComparingTo("190"); // 60 + 2 x 65
    }

    @Test
    void shouldPayAPlainShare() {
        Agreement plain = only(agreements("negotiated", null, null));

        assertThat(priced(plain, report("USD", "1000", 1L).build(), 5).amountMicros()).isEqualTo(micros("520"));
    }

    @Test
    void shouldWriteRowsWithTheColumnsThatHaveAValue() {
        AgreementRows rows = AgreementRows.of(agreements("kr-2013", null, null));

        assertThat(rows.header()).containsExactly(
                "dsp", "territory", "offering", "right_type", "model", "revenue_share", "per_play_minimum",
                "time_zone", "valid_from", "valid_to");
        assertThat(rows.rows().get(0)).containsExactly(
                "alpha", "KR", "streaming", "RECORDING", "MARKET_CENTRIC", "0.44", "2.64", "Asia/Seoul", "2013-01-01",
                "2016-01-01");
        assertThatThrownBy(() -> AgreementRows.of(agreements("kr-cohorts", null, null)))
                .hasMessageContaining("no column for rates by cohort");
        assertThatThrownBy(() -> AgreementRows.of(agreements("us-385-overtime-unverified", null, null)))
                .hasMessageContaining("no column for overtime");
    }

    @Test
    void shouldRefuseAFileThatIsNotAsItMustBe() {
        assertFault("there is no variant", file -> file.putArray("variants"));
        assertFault("nobody reads the field titel", file -> file.put("titel", "x"));
        assertFault("no source is named", file -> file.putArray("sources"));
        assertFault("'x' is no address", file -> file.putArray("sources").add("x"));
        assertFault("verified is no text", file -> file.remove("verified"));
        assertFault("revenue_share is more than the whole", file -> terms(file).put("revenue_share", "1.1"));
        assertFault("revenue_share is 'x'", file -> terms(file).put("revenue_share", "x"));
        assertFault("revenue_share is no text", file -> terms(file).put("revenue_share", 1));
        assertFault("valid_to is before valid_from", file -> terms(file).put("valid_to", "2000-01-01"));
        assertFault("two agreements for RECORDING overlap",
                file -> ((ArrayNode) file.at("/variants/0/agreements"))
                        .add(terms(file).deepCopy()));
    }

    private void assertFault(String message, Consumer<ObjectNode> change) {
        ObjectNode file = presets.file(presets.named("negotiated").orElseThrow()).deepCopy();
        change.accept(file);
        assertThatThrownBy(() -> new PresetReader("changed").read(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(message);
    }

    private static ObjectNode terms(ObjectNode file) {
        return (ObjectNode) file.at("/variants/0/agreements/0");
    }

    private List<Agreement> agreements(String name, String variant, String ratio) {
        Preset preset = presets.named(name).orElseThrow();
        return presets.agreements(
                preset,
                preset.variant(variant).orElseThrow(),
                OFFERING,
                ratio == null ? null : new BigDecimal(ratio));
    }

    private static Map<RightType, BigDecimal> parts(List<Agreement> agreements, RevenueReport report, long plays) {
        return agreements.stream().collect(Collectors.toMap(
                Agreement::getRightType,
                terms -> BigDecimal.valueOf(priced(terms, report, plays).amountMicros(), 6),
                (a, b) -> {
                    throw new AssertionError("two pools of one right");
                },
                () -> new EnumMap<>(RightType.class)));
    }

    private static BigDecimal sum(Map<RightType, BigDecimal> parts) {
        return parts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Pricing.Priced priced(Agreement terms, RevenueReport report, long plays) {
        return (Pricing.Priced) PricingRules.price(terms, report, plays);
    }

    private static RevenueReport.Builder report(String currency, String netRevenue, long subscribers) {
        return RevenueReport.newBuilder()
                .setDsp("alpha")
                .setTerritory("KR")
                .setOffering("streaming")
                .setPeriod("2022-05")
                .setCurrency(currency)
                .setNetRevenueMicros(micros(netRevenue))
                .setSubscribers(subscribers)
                .setRevision(1);
    }

    private static long micros(String decimal) {
        return new BigDecimal(decimal).movePointRight(6).longValueExact();
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
