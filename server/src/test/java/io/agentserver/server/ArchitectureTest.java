package io.agentserver.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;

/** Pins the directions of docs/architecture.md: which package may know which, and what none may do. */
class ArchitectureTest {

    private static final String SERVER = "io.agentserver.server";
    private static final String PROTOCOL = "io.agentserver.protocol";

    /**
     * The only classes that may subscribe: everything else hands its publisher on. Add one with the reason why nothing
     * further out can subscribe for it.
     */
    private static final Set<String> SUBSCRIBERS = Set.of(
            // An engine's run belongs to its session, not to whoever asked for the session.
            SERVER + ".session.SessionRunner",
            // Keeping a result goes on when the session is over.
            SERVER + ".session.TaskResults",
            // The other connection is asked; the answer comes back to this one's event loop.
            SERVER + ".ws.Admission",
            // A device's work starts when a command arrives; its answer goes out as a message.
            PROTOCOL + ".client.DeviceWork");

    private static JavaClasses production;

    @BeforeAll
    static void readClasses() {
        production = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("io/agentserver/testing"))
                .importPackages(SERVER, PROTOCOL);
        assertThat(production).isNotEmpty();
    }

    /** A package of the server, and the packages of the server it may know besides itself and the root's values. */
    static Stream<Arguments> directions() {
        return Stream.of(
                Arguments.of("engine", List.of()),
                Arguments.of("security", List.of()),
                Arguments.of("hub", List.of()),
                Arguments.of("session", List.of("hub", "engine")),
                Arguments.of("ws", List.of("hub", "session", "security")),
                Arguments.of("state", List.of("hub", "session")),
                Arguments.of("metrics", List.of("hub", "session", "state")),
                Arguments.of("logging", List.of("hub", "session")),
                Arguments.of("alert", List.of("state", "metrics")),
                Arguments.of("dashboard", List.of("state", "alert")),
                Arguments.of("http", List.of("hub", "session", "security", "state", "metrics", "alert")),
                Arguments.of("cli", List.of("engine", "security", "logging", "alert", "state", "hub")));
    }

    @ParameterizedTest
    @MethodSource("directions")
    void aPackageKnowsOnlyThoseBelowIt(String name, List<String> below) {
        String[] forbidden = directions()
                .map(direction -> (String) direction.get()[0])
                .filter(other -> !other.equals(name) && !below.contains(other))
                .map(ArchitectureTest::inServer)
                .toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(inServer(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden));
    }

    @Test
    void everyPackageHasItsPlaceInTheDirections() {
        Set<String> known = Set.copyOf(
                directions().map(direction -> (String) direction.get()[0]).toList());
        assertThat(production.stream()
                        .map(JavaClass::getPackageName)
                        .filter(name -> name.startsWith(SERVER + "."))
                        .map(name -> name.substring(SERVER.length() + 1).split("\\.")[0]))
                .allMatch(known::contains, "is listed in directions()");
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching(SERVER + ".(*)..").should().beFreeOfCycles());
    }

    @Test
    void onlyTheFrontDoorKnowsWhatItAssembles() {
        check(noClasses()
                .that()
                .resideInAPackage(SERVER)
                .and()
                .arePublic()
                .and()
                .doNotHaveSimpleName("AgentServer")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(inServer("hub"), inServer("session"), inServer("ws"), inServer("http")));
    }

    @Test
    void theProtocolKnowsNoServer() {
        check(noClasses()
                .that()
                .resideInAPackage(PROTOCOL + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(SERVER + "..")));
    }

    @Test
    void messagesAndCodecAreFreeOfFrameworks() {
        check(noClasses()
                .that()
                .resideInAPackage(PROTOCOL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("reactor..", "org.reactivestreams..", "io.netty..", "tools.jackson.."));
    }

    @Test
    void theCommandsLibrariesStayInTheCommand() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(inServer("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "ch.qos.logback..", "net.logstash..", "picocli..", "org.yaml.snakeyaml..", "org.snakeyaml.."));
    }

    @Test
    void nobodyUsesTheGlobalMeterRegistry() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.micrometer.core.instrument.Metrics"));
    }

    @Test
    void theListedClassesAndNoOthersSubscribe() {
        Set<String> subscribing = production.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getName().startsWith("subscribe")
                        && !call.getName().equals("subscribeOn")
                        && call.getTargetOwner().isAssignableTo(Publisher.class))
                .map(call -> outermost(call.getOriginOwner()).getName())
                .collect(Collectors.toSet());

        assertThat(subscribing).containsExactlyInAnyOrderElementsOf(SUBSCRIBERS);
    }

    @Test
    void nothingSleeps() {
        check(noClasses()
                .should()
                .callMethodWhere(describe(
                        "sleep",
                        call -> call.getName().equals("sleep")
                                && call.getTargetOwner().isAssignableTo(Thread.class))));
    }

    @Test
    void onlyTheCommandWritesToTheStandardStreams() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(inServer("cli"))
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS));
    }

    @Test
    void timeComesFromAnInjectedClock() {
        check(noClasses()
                .should()
                .callMethodWhere(describe(
                        "read the wall clock",
                        call -> call.getTarget()
                                .getFullName()
                                .matches(
                                        "java\\.time\\.(Instant|LocalDate|LocalDateTime|OffsetDateTime|ZonedDateTime)\\.now\\(\\)"
                                                + "|java\\.lang\\.System\\.currentTimeMillis\\(\\)"))));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(production);
    }

    private static String inServer(String name) {
        return SERVER + "." + name + "..";
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }
}
