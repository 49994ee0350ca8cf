package io.github.dann4j.data.catalog;

import java.util.List;

/** The meanings of the 43 signs of GTSRB, in label order. */
final class GtsrbClasses {
    static final List<String> NAMES = List.of(
            "speed limit 20",
            "speed limit 30",
            "speed limit 50",
            "speed limit 60",
            "speed limit 70",
            "speed limit 80",
            "end of speed limit 80",
            "speed limit 100",
            "speed limit 120",
            "no overtaking",
            "no overtaking by lorries",
            "priority at next crossing",
            "priority road",
            "give way",
            "stop",
            "no vehicles",
            "no lorries",
            "no entry",
            "danger",
            "bend left",
            "bend right",
            "double bend",
            "uneven road",
            "slippery road",
            "road narrows",
            "road works",
            "traffic signals",
            "pedestrians",
            "children",
            "bicycles",
            "snow",
            "wild animals",
            "end of all limits",
            "turn right",
            "turn left",
            "ahead only",
            "ahead or right",
            "ahead or left",
            "keep right",
            "keep left",
            "roundabout",
            "end of no overtaking",
            "end of no overtaking by lorries");

    private GtsrbClasses() {}
}
