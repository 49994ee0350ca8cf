package io.github.dann4j.data.catalog;

import io.github.dann4j.data.DataKind;
import io.github.dann4j.data.DigitClasses;
import io.github.dann4j.data.Split;
import io.github.dann4j.data.name.DatasetInfo;
import io.github.dann4j.fetch.Checksum;
import io.github.dann4j.fetch.FileFormat;
import io.github.dann4j.fetch.RemoteFile;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The published datasets: the names of their files, their addresses, and what is known of them. Checksums are those of
 * the publishers, or of widely used loaders of the same files.
 */
final class PublishedSets {
    static final String DANN =
            "Ganin, Ustinova, Ajakan, Germain, Larochelle, Laviolette, Marchand, Lempitsky: Domain-Adversarial Training of Neural Networks. JMLR, 2016";

    private static final String SVHN_CITATION =
            "Netzer, Wang, Coates, Bissacco, Wu, Ng: Reading Digits in Natural Images with Unsupervised Feature Learning. NIPS Workshop on Deep Learning and Unsupervised Feature Learning, 2011";
    private static final String SVHN_ADDRESS = "http://ufldl.stanford.edu/housenumbers/";
    private static final String GTSRB_ADDRESS = "https://sid.erda.dk/public/archives/daaeac0d7ce1152aea9b61d9f1e19370/";
    private static final String GTSRB_OLD_ADDRESS = "https://benchmark.ini.rub.de/Dataset/";
    private static final String LIBSVM_ADDRESS = "https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/multiclass/";
    private static final String AMAZON_ADDRESS =
            "https://raw.githubusercontent.com/GRAAL-Research/domain_adversarial_neural_network/master/data/";
    private static final String DRIVE = "https://drive.usercontent.google.com/download?export=download&confirm=t&id=";

    private PublishedSets() {}

    static List<CatalogEntry> all() {
        List<CatalogEntry> all = new ArrayList<>(
                List.of(mnist(), mnistM(), svhn(), svhnExtra(), synNumbers(), usps(), synSigns(), gtsrb()));
        for (String domain : List.of("amazon", "dslr", "webcam")) {
            all.add(office31(domain));
        }
        for (String domain : List.of("amazon", "caltech", "dslr", "webcam")) {
            all.add(officeCaltech(domain));
        }
        all.add(reviews(
                "books",
                "317f9a2ec34b81de770b63a84d8c5cc2dc16bd0be6e079d2ff5b5bad5213ea19",
                "fe4605c7dcf0e0a9410fd2a32f247caaf9abb352cc6e4c3e0f400853163ad9c4"));
        all.add(reviews(
                "dvd",
                "95f602aa08bf6b55758f7b0b18df3882fe30acb11987ee60b6b4bb3c44cba733",
                "4fe1b1a15010f78d8d0c49fe362d35fd4677463a45f1ac02a9f410ae1e638060"));
        all.add(reviews(
                "electronics",
                "7d0061f03ff3827e4f8036b051b5e5828fddc0cd115aa5b212cd28d624dc14e4",
                "641783bc941839c3a111d3488a1b7e3bd820a61ec14a129e7429b47703aa961d"));
        all.add(reviews(
                "kitchen",
                "a70b5ebfe1413e0e16280360905f5c3b64389c435cd20c0165dc9d7f293b31b5",
                "e1502b97a824eb12314be4447394fa736fecb781c0724e6529cd6733ac7ff6d8"));
        return all;
    }

    private static CatalogEntry mnist() {
        return listing(
                new DatasetInfo(
                        "mnist",
                        "MNIST handwritten digits",
                        DigitClasses.NAMES,
                        DataKind.DIGITS,
                        "28x28 grey, 60,000 train and 10,000 test images",
                        "none stated by the authors; usually listed as CC BY-SA 3.0",
                        "LeCun, Bottou, Bengio, Haffner: Gradient-based learning applied to document recognition. Proceedings of the IEEE, 1998"),
                List.of(new IdxFiles("mnist/train-images-idx3-ubyte", "mnist/train-labels-idx1-ubyte")),
                List.of(new IdxFiles("mnist/t10k-images-idx3-ubyte", "mnist/t10k-labels-idx1-ubyte")),
                mnistFile("train-images-idx3-ubyte.gz", 9_912_422, "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
                mnistFile("train-labels-idx1-ubyte.gz", 28_881, "d53e105ee54ea40749a09fcbcd1e9432"),
                mnistFile("t10k-images-idx3-ubyte.gz", 1_648_877, "9fb629c4189551a2d022fa330f9573f3"),
                mnistFile("t10k-labels-idx1-ubyte.gz", 4_542, "ec29112dd5afa0611ce80d1b7f02629c"));
    }

    private static RemoteFile mnistFile(String name, long bytes, String md5) {
        return file(
                "mnist/" + name,
                FileFormat.GZIP,
                bytes,
                Checksum.md5(md5),
                "http://yann.lecun.com/exdb/mnist/" + name,
                "https://ossci-datasets.s3.amazonaws.com/mnist/" + name,
                "https://storage.googleapis.com/cvdf-datasets/mnist/" + name);
    }

    private static CatalogEntry mnistM() {
        ArchivedImages archive = new ArchivedImages(
                List.of(List.of("mnist-m/mnist_m.tar.gz", "mnist-m/mnist_m/")), new MnistMLayout(), 32, false);
        return listing(
                new DatasetInfo(
                        "mnist-m",
                        "MNIST-M: MNIST digits blended over patches of BSDS500 photos",
                        DigitClasses.NAMES,
                        DataKind.DIGITS,
                        "32x32 RGB, up to 59,001 train and 9,001 test images; image i shows the digit of MNIST image i of the same split",
                        "none stated by the authors; built from BSDS500, which is for non-commercial research and education",
                        DANN),
                List.of(
                        archive,
                        new IdxFiles(
                                "mnist-m/mnistm-train-images-idx4-ubyte", "mnist-m/mnistm-train-labels-idx1-ubyte")),
                List.of(
                        archive,
                        new IdxFiles("mnist-m/mnistm-test-images-idx4-ubyte", "mnist-m/mnistm-test-labels-idx1-ubyte")),
                file(
                        "mnist-m/mnist_m.tar.gz",
                        FileFormat.GZIP,
                        RemoteFile.UNKNOWN,
                        null,
                        DRIVE + "0B_tExHiYS-0vR2dNZEU4NGlSSW8",
                        "https://cornell.box.com/shared/static/jado7quprg6hzzdubvwzh9umr75damwi"));
    }

    private static CatalogEntry svhn() {
        return listing(
                new DatasetInfo(
                        "svhn",
                        "Street View House Numbers, cropped digits",
                        DigitClasses.NAMES,
                        DataKind.HOUSE_NUMBERS,
                        "32x32 RGB, up to 73,257 train and 26,032 test images",
                        "non-commercial use only",
                        SVHN_CITATION),
                List.of(
                        new MatFiles("svhn/train_32x32.mat"),
                        new IdxFiles("svhn/svhn-train-images-idx4-ubyte", "svhn/svhn-train-labels-idx1-ubyte")),
                List.of(
                        new MatFiles("svhn/test_32x32.mat"),
                        new IdxFiles("svhn/svhn-test-images-idx4-ubyte", "svhn/svhn-test-labels-idx1-ubyte")),
                svhnFile("train_32x32.mat", 182_040_794, "e26dedcc434d2e4c54c9b2d4a06d8373"),
                svhnFile("test_32x32.mat", 64_275_384, "eb5a983be6a315427106f1b164d9cef3"));
    }

    private static CatalogEntry svhnExtra() {
        return listing(
                new DatasetInfo(
                        "svhn-extra",
                        "All of Street View House Numbers: train and extra together",
                        DigitClasses.NAMES,
                        DataKind.HOUSE_NUMBERS,
                        "32x32 RGB, 604,388 train images (73,257 of train, then 531,131 of extra, which are easier) and 26,032 test images",
                        "non-commercial use only",
                        SVHN_CITATION),
                List.of(new MatFiles("svhn/train_32x32.mat", "svhn/extra_32x32.mat")),
                List.of(new MatFiles("svhn/test_32x32.mat")),
                svhnFile("train_32x32.mat", 182_040_794, "e26dedcc434d2e4c54c9b2d4a06d8373"),
                svhnFile("extra_32x32.mat", 1_329_278_602, "a93ce644f1a588dc4d68dda5feec44a7"),
                svhnFile("test_32x32.mat", 64_275_384, "eb5a983be6a315427106f1b164d9cef3"));
    }

    private static RemoteFile svhnFile(String name, long bytes, String md5) {
        return file("svhn/" + name, FileFormat.MAT, bytes, Checksum.md5(md5), SVHN_ADDRESS + name);
    }

    private static CatalogEntry synNumbers() {
        String zip = "syn-numbers/SynthDigits.zip";
        return listing(
                new DatasetInfo(
                        "syn-numbers-official",
                        "Syn Numbers as published ('syn-numbers' is rebuilt from the description)",
                        DigitClasses.NAMES,
                        DataKind.SYNTHETIC_NUMBERS,
                        "32x32 RGB, 479,400 train and 9,553 test images",
                        "none stated by the authors",
                        DANN),
                List.of(MatFiles.orZipped("syn-numbers/synth_train_32x32.mat", zip)),
                List.of(MatFiles.orZipped("syn-numbers/synth_test_32x32.mat", zip)),
                file(zip, FileFormat.ZIP, RemoteFile.UNKNOWN, null, DRIVE + "0B9Z4d7lAwbnTSVR1dEFSRUFxOUU"));
    }

    private static CatalogEntry usps() {
        return listing(
                new DatasetInfo(
                        "usps",
                        "USPS zip-code digits",
                        DigitClasses.NAMES,
                        DataKind.DIGITS,
                        "16x16 grey, 7,291 train and 2,007 test images",
                        "none stated for the data",
                        "Hastie, Tibshirani, Friedman: The Elements of Statistical Learning; digits normalised by Le Cun et al., 1990"),
                List.of(
                        new UspsText(List.of("usps/usps.bz2", "usps/usps"), UspsText.Format.LIBSVM),
                        new UspsText(List.of("usps/zip.train.gz", "usps/zip.train"), UspsText.Format.ZIP),
                        new IdxFiles("usps/usps-train-images-idx3-ubyte", "usps/usps-train-labels-idx1-ubyte")),
                List.of(
                        new UspsText(List.of("usps/usps.t.bz2", "usps/usps.t"), UspsText.Format.LIBSVM),
                        new UspsText(List.of("usps/zip.test.gz", "usps/zip.test"), UspsText.Format.ZIP),
                        new IdxFiles("usps/usps-test-images-idx3-ubyte", "usps/usps-test-labels-idx1-ubyte")),
                file(
                        "usps/usps.bz2",
                        FileFormat.BZIP2,
                        6_579_383,
                        Checksum.md5("ec16c51db3855ca6c91edd34d0e9b197"),
                        LIBSVM_ADDRESS + "usps.bz2"),
                file(
                        "usps/usps.t.bz2",
                        FileFormat.BZIP2,
                        1_831_726,
                        Checksum.md5("8ea070ee2aca1ac39742fdd1ef5ed118"),
                        LIBSVM_ADDRESS + "usps.t.bz2"));
    }

    private static CatalogEntry synSigns() {
        StorageForm both =
                new SignFiles("signs/synsigns-images-idx4-ubyte", "signs/synsigns-labels-idx1-ubyte", null, 0.1);
        return listing(
                new DatasetInfo(
                        "syn-signs",
                        "Syn Signs, synthetic road signs",
                        GtsrbClasses.NAMES,
                        DataKind.ROAD_SIGNS,
                        "40x40 RGB, classes of GTSRB; one image in ten of each class, drawn by a fixed seed, is the test split",
                        "none known",
                        "Moiseev, Konev, Chigorin, Konushin: Evaluation of Traffic Sign Recognition Methods Trained on Synthetically Generated Data. ACIVS, 2013"),
                List.of(both),
                List.of(both));
    }

    private static CatalogEntry gtsrb() {
        StorageForm idx = new SignFiles(
                "signs/gtsrb-images-idx4-ubyte",
                "signs/gtsrb-labels-idx1-ubyte",
                "signs/gtsrb-tracks-idx1-ubyte",
                0.25);
        GtsrbLayout layout = new GtsrbLayout();
        return listing(
                new DatasetInfo(
                        "gtsrb",
                        "German Traffic Sign Recognition Benchmark",
                        GtsrbClasses.NAMES,
                        DataKind.ROAD_SIGNS,
                        "40x40 RGB, cropped to the sign; official files: 39,209 train and 12,630 test images; IDX files: a quarter of the tracks of each class, drawn by a fixed seed, is the test split: no track is in both",
                        "free to use, citation requested",
                        "Stallkamp, Schlipsing, Salmen, Igel: Man vs. computer: Benchmarking machine learning algorithms for traffic sign recognition. Neural Networks, 2012"),
                List.of(
                        new ArchivedImages(
                                List.of(List.of(
                                        "gtsrb/GTSRB_Final_Training_Images.zip", "gtsrb/GTSRB/Final_Training/")),
                                layout,
                                40,
                                false),
                        idx),
                List.of(
                        new ArchivedImages(
                                List.of(
                                        List.of("gtsrb/GTSRB_Final_Test_Images.zip", "gtsrb/GTSRB/Final_Test/"),
                                        List.of("gtsrb/GTSRB_Final_Test_GT.zip", "gtsrb/GT-final_test/", "gtsrb/")),
                                layout,
                                40,
                                false),
                        idx),
                gtsrbFile("GTSRB_Final_Training_Images.zip", "f33fd80ac59bff73c82d25ab499e03a3"),
                gtsrbFile("GTSRB_Final_Test_Images.zip", "c7e4e6327067d32654124b0fe9e82185"),
                gtsrbFile("GTSRB_Final_Test_GT.zip", "fe31e9c9270bbcd7b84b7f21a9d9d9e5"));
    }

    private static RemoteFile gtsrbFile(String name, String md5) {
        return file(
                "gtsrb/" + name,
                FileFormat.ZIP,
                RemoteFile.UNKNOWN,
                Checksum.md5(md5),
                GTSRB_ADDRESS + name,
                GTSRB_OLD_ADDRESS + name);
    }

    private static CatalogEntry office31(String domain) {
        StorageForm both = new ArchivedImages(
                List.of(List.of(
                        "office31/domain_adaptation_images.tar.gz",
                        "office31/%s/".formatted(domain),
                        "office31/%s.tar".formatted(domain))),
                new Office31Layout(domain),
                ImageLoader.USUAL,
                true);
        return listing(
                new DatasetInfo(
                        "office31-" + domain,
                        "Office-31, domain " + domain,
                        Office31Layout.CLASSES,
                        DataKind.OTHER,
                        "photographs, stored as 64x64 RGB (with --backbone at their own size); 31 classes; all images are in both splits, as in the usual protocol",
                        "none stated by the authors",
                        "Saenko, Kulis, Fritz, Darrell: Adapting Visual Category Models to New Domains. ECCV, 2010"),
                List.of(both),
                List.of(both),
                file(
                        "office31/domain_adaptation_images.tar.gz",
                        FileFormat.GZIP,
                        RemoteFile.UNKNOWN,
                        null,
                        DRIVE + "0B4IapRTv9pJ1WGZVd1VDMmhwdlE",
                        "http://www.cs.uml.edu/~saenko/data/domain_adaptation_images.tar.gz"));
    }

    private static CatalogEntry officeCaltech(String domain) {
        StorageForm both = new SurfFiles(domain);
        return listing(
                new DatasetInfo(
                        "office-caltech-" + domain,
                        "Office-Caltech-10, domain %s, as counts of visual words".formatted(domain),
                        List.of(
                                "backpack",
                                "bike",
                                "calculator",
                                "headphones",
                                "keyboard",
                                "laptop",
                                "monitor",
                                "mouse",
                                "mug",
                                "projector"),
                        DataKind.FEATURES,
                        SurfFiles.WORDS,
                        "shares of 800 SURF words; 10 classes; all rows are in both splits",
                        "none stated by the authors",
                        "Gong, Shi, Sha, Grauman: Geodesic Flow Kernel for Unsupervised Domain Adaptation. CVPR, 2012"),
                List.of(both),
                List.of(both));
    }

    private static CatalogEntry reviews(String domain, String trainSum, String testSum) {
        String stem = "amazon/" + domain;
        return listing(
                new DatasetInfo(
                        "amazon-" + domain,
                        "Amazon reviews of %s, as word counts".formatted(domain),
                        List.of("negative", "positive"),
                        DataKind.FEATURES,
                        WordCountFile.WORDS,
                        "counts of 5,000 words and pairs of words, 2,000 train reviews",
                        "none stated; published by the authors of DANN beside their code",
                        "Blitzer, McDonald, Pereira: Domain Adaptation with Structural Correspondence Learning. EMNLP, 2006; in the form of Chen, Xu, Weinberger, Sha: Marginalized Denoising Autoencoders for Domain Adaptation. ICML, 2012"),
                List.of(new WordCountFile(List.of(stem + "_train.svmlight", stem + "_train.svmlight.gz"))),
                List.of(new WordCountFile(List.of(stem + "_test.svmlight", stem + "_test.svmlight.gz"))),
                file(
                        stem + "_train.svmlight",
                        FileFormat.TEXT,
                        RemoteFile.UNKNOWN,
                        Checksum.sha256(trainSum),
                        AMAZON_ADDRESS + domain + "_train.svmlight"),
                file(
                        stem + "_test.svmlight",
                        FileFormat.TEXT,
                        RemoteFile.UNKNOWN,
                        Checksum.sha256(testSum),
                        AMAZON_ADDRESS + domain + "_test.svmlight"));
    }

    private static CatalogEntry listing(
            DatasetInfo entry, List<StorageForm> train, List<StorageForm> test, RemoteFile... downloads) {
        return new CatalogEntry(entry, Map.of(Split.TRAIN, train, Split.TEST, test), null, List.of(downloads));
    }

    private static RemoteFile file(
            String name,
            FileFormat format,
            long bytes,
            @org.jspecify.annotations.Nullable Checksum sum,
            String... addresses) {
        return new RemoteFile(
                name, format, bytes, sum, Stream.of(addresses).map(URI::create).toList());
    }
}
