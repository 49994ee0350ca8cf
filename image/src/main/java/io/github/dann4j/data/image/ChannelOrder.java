package io.github.dann4j.data.image;

/** The order of the channels in a network's input. */
public enum ChannelOrder {
    /** Red, green, blue. */
    RGB(0, 1, 2),
    /** Blue, green, red. */
    BGR(2, 1, 0);

    private final int[] channels;

    ChannelOrder(int... channels) {
        this.channels = channels;
    }

    /** Returns which channel of red, green, blue (0 to 2) is at this place of the input. */
    public int channel(int place) {
        return channels[place];
    }
}
