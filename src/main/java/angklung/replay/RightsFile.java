package angklung.replay;

import angklung.avro.Authorship;
import angklung.avro.Claim;
import angklung.avro.RightType;
import angklung.avro.SubjectKind;
import angklung.model.Identifiers;
import java.util.List;

/** Reads {@code rights.csv} and {@code late-rights*.csv}: one row a claim on a recording. */
final class RightsFile {
    private static final Columns COLUMNS = new Columns(
            List.of("isrc", "right_type", "party_id", "role", "share", "valid_from"),
            List.of("iswc", "valid_to", "registrant", "authorship", "artist_id"));

    private final Payees payees;
    private final InputErrors errors;
    private final ClaimRows rows;

    /** @param sequence of the registrations */
    RightsFile(Payees payees, long sequence, InputErrors errors) {
        this.payees = payees;
        this.errors = errors;
        this.rows = new ClaimRows(SubjectKind.RECORDING, sequence, errors);
    }

    /** The rows of all files together; of each registrant and recording they are one registration. */
    ClaimRows read(List<InputFile> files) {
        files.forEach(file -> new CsvTable(file, COLUMNS, errors).forEach(this::row));
        rows.checkSums();
        return rows;
    }

    private void row(CsvTable.Row row) {
        Cells cells = new Cells(row, errors);
        String isrc = cells.isrc("isrc");
        ClaimCells claim = new ClaimCells(cells, Cells.known(RightType.values()));
        Authorship authorship = claim.authorship();
        String artist = cells.opaqueOrNull("artist_id");
        String iswc = cells.opaqueOrNull("iswc");
        String registrant = cells.registrantOrNull("registrant");
        payees.check(cells, claim.party(), claim.right(), authorship);
        if (cells.good()) {
            Claim.Builder built = claim.claim()
                    .setArtistId(artist)
                    // What is no ISWC is somebody's note on the work, and names none.
                    .setIswc(iswc == null ? null : Identifiers.normaliseIswc(iswc));
            rows.add(isrc, registrant, cells.line(built.build()));
        }
    }
}
