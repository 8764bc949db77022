package angklung.settlement;

import angklung.avro.Earning;

/**
 * What one version of a pool gives one beneficiary for one recording, as kept until it is settled.
 *
 * @param plays royalty-bearing plays
 * @param amount in micros, the difference to the version before
 * @param rightsVersion of the recording rights applied; null if none were
 */
record Detail(long plays, long amount, String rightsVersion) {

    static Detail of(Earning earning) {
        return new Detail(earning.getPlays(), earning.getAmountMicros(), earning.getRightsVersion());
    }

    static Detail unpack(byte[] packed) {
        Unpacker from = new Unpacker(packed);
        return new Detail(from.number(), from.number(), from.text());
    }

    byte[] pack() {
        return new Packer().number(plays).number(amount).text(rightsVersion).packed();
    }
}
