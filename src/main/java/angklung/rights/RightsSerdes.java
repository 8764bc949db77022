package angklung.rights;

import angklung.avro.Authorship;
import angklung.avro.AuthorshipSource;
import angklung.avro.Registration;
import angklung.avro.RightShare;
import angklung.avro.RightType;
import angklung.avro.WorkLink;
import angklung.stage.StateReader;
import angklung.stage.StateSerdes;
import angklung.stage.StateWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;

/** Of the stores and the internal topics of this stage. */
final class RightsSerdes {
    private static final Serde<Registration> REGISTRATION = StateSerdes.avro(Registration.getClassSchema());

    private static final int OF_RECORDING = 0;
    private static final int LINK = 1;

    private RightsSerdes() {}

    static Serde<Registrations> registrations() {
        return StateSerdes.fields(
                1,
                (registrations, to) -> writeList(to, registrations.current(), (registration, out) ->
                        out.bytes(REGISTRATION.serializer().serialize("", registration))),
                from -> new Registrations(readList(from, in ->
                        REGISTRATION.deserializer().deserialize("", in.bytes()))));
    }

    static Serde<SubjectClaims> subjectClaims() {
        return StateSerdes.fields(1, RightsSerdes::writeClaims, RightsSerdes::readClaims);
    }

    /** Of what is sent to a recording: that a link is answered comes out of the join, inside the task. */
    static Serde<Part> parts() {
        return StateSerdes.fields(1, RightsSerdes::writePart, RightsSerdes::readPart);
    }

    static Serde<RecordingState> recordings() {
        return StateSerdes.fields(1, RightsSerdes::writeRecording, RightsSerdes::readRecording);
    }

    private static void writePart(Part part, StateWriter to) {
        if (part instanceof Part.OfRecording recording) {
            to.number(OF_RECORDING);
            writeOwn(recording.own(), to);
        } else if (part instanceof Part.Link) {
            to.number(LINK);
        } else {
            throw new IllegalArgumentException("Not sent to a recording: " + part);
        }
    }

    private static Part readPart(StateReader from) {
        int kind = from.integer();
        return switch (kind) {
            case OF_RECORDING -> new Part.OfRecording(readOwn(from));
            case LINK -> new Part.Link();
            default -> throw new IllegalStateException("No part of a recording has kind " + kind);
        };
    }

    private static void writeRecording(RecordingState state, StateWriter to) {
        writeOwn(state.own(), to);
        to.optionalText(state.published());
    }

    private static RecordingState readRecording(StateReader from) {
        return new RecordingState(readOwn(from), from.optionalText());
    }

    private static void writeOwn(Own own, StateWriter to) {
        writeClaims(own.claims(), to);
        writeList(to, own.works(), (work, out) -> out.text(work.getIswc()).number(work.getWeightMillionths()));
    }

    private static Own readOwn(StateReader from) {
        return new Own(readClaims(from), readList(from, in -> new WorkLink(in.text(), in.number())));
    }

    private static void writeClaims(SubjectClaims claims, StateWriter to) {
        to.number(claims.expected().ordinal());
        writeList(to, claims.shares(), RightsSerdes::writeShare);
    }

    private static SubjectClaims readClaims(StateReader from) {
        Expected expected = Expected.values()[from.integer()];
        return new SubjectClaims(readList(from, RightsSerdes::readShare), expected);
    }

    private static void writeShare(RightShare share, StateWriter to) {
        to.number(share.getRightType().ordinal())
                .optionalText(share.getTerritory())
                .text(share.getPartyId())
                .text(share.getRole())
                .number(share.getShareMicropercent());
        writeDate(share.getValidFrom(), to);
        writeDate(share.getValidTo(), to);
        to.optionalText(share.getRegistrant()).number(share.getAuthorship().ordinal());
        AuthorshipSource source = share.getAuthorshipSource();
        to.number(source == null ? 0 : source.ordinal() + 1);
        writeDate(share.getAuthorshipDate(), to);
        to.optionalText(share.getArtistId())
                .optionalText(share.getPerformerId())
                .optionalText(share.getIswc());
    }

    private static RightShare readShare(StateReader from) {
        return RightShare.newBuilder()
                .setRightType(RightType.values()[from.integer()])
                .setTerritory(from.optionalText())
                .setPartyId(from.text())
                .setRole(from.text())
                .setShareMicropercent(from.number())
                .setValidFrom(readDate(from))
                .setValidTo(readDate(from))
                .setRegistrant(from.optionalText())
                .setAuthorship(Authorship.values()[from.integer()])
                .setAuthorshipSource(readSource(from))
                .setAuthorshipDate(readDate(from))
                .setArtistId(from.optionalText())
                .setPerformerId(from.optionalText())
                .setIswc(from.optionalText())
                .build();
    }

    private static AuthorshipSource readSource(StateReader from) {
        int number = from.integer();
        return number == 0 ? null : AuthorshipSource.values()[number - 1];
    }

    private static void writeDate(LocalDate date, StateWriter to) {
        to.flag(date != null);
        if (date != null) {
            to.number(date.toEpochDay());
        }
    }

    private static LocalDate readDate(StateReader from) {
        return from.flag() ? LocalDate.ofEpochDay(from.number()) : null;
    }

    private static <T> void writeList(StateWriter to, List<T> items, BiConsumer<T, StateWriter> write) {
        to.number(items.size());
        items.forEach(item -> write.accept(item, to));
    }

    private static <T> List<T> readList(StateReader from, Function<StateReader, T> read) {
        int size = from.integer();
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(read.apply(from));
        }
        return items;
    }
}
