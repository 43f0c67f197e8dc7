package io.agentserver.loadtest.cli;

import io.agentserver.loadtest.Settings;
import io.agentserver.loadtest.Simulation;
import io.agentserver.loadtest.scenarios.BuiltIn;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what {@code run} is asked to run: a scenario that comes along, or a class of the user's. */
final class SimulationLoader {

    private final List<Path> classes;

    SimulationLoader(List<Path> classes) {
        this.classes = List.copyOf(classes);
    }

    static boolean isBuiltIn(String name) {
        return BuiltIn.named(name).isPresent();
    }

    static String builtInNames() {
        return Arrays.stream(BuiltIn.values()).map(BuiltIn::id).collect(Collectors.joining(", "));
    }

    Simulation load(String name, Settings settings) {
        Optional<BuiltIn> builtIn = BuiltIn.named(name);
        if (builtIn.isPresent()) {
            return builtIn.get().simulation(settings);
        }
        Constructor<? extends Simulation> constructor = constructor(name);
        return Simulation.with(settings, () -> make(constructor));
    }

    private Constructor<? extends Simulation> constructor(String name) {
        try {
            Class<?> found = Class.forName(name, true, loader());
            Constructor<? extends Simulation> constructor =
                    found.asSubclass(Simulation.class).getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor;
        } catch (ClassNotFoundException e) {
            throw new UsageFault("scenario: " + name + " (expected: one of " + builtInNames()
                    + ", or the name of a Simulation class" + where() + ")");
        } catch (ClassCastException e) {
            throw new UsageFault("scenario: class " + name + " is no " + Simulation.class.getName());
        } catch (NoSuchMethodException e) {
            throw new UsageFault("scenario: class " + name + " (expected: a constructor without parameters)");
        }
    }

    private String where() {
        return classes.isEmpty() ? "; --classes adds where to look" : " in " + classes;
    }

    private ClassLoader loader() {
        URL[] urls = classes.stream().map(SimulationLoader::url).toArray(URL[]::new);
        // Open as long as the process: scenarios load classes while they run.
        return new URLClassLoader(urls, SimulationLoader.class.getClassLoader());
    }

    private static URL url(Path path) {
        if (!Files.exists(path)) {
            throw new UsageFault("--classes: " + path + " does not exist (expected: a folder of classes or a jar)");
        }
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UsageFault("--classes: " + path + " (expected: a folder of classes or a jar)");
        }
    }

    private static Simulation make(Constructor<? extends Simulation> constructor) {
        try {
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UsageFault("simulation " + constructor.getDeclaringClass().getName() + ": " + message(cause));
        } catch (ReflectiveOperationException e) {
            throw new UsageFault("simulation " + constructor.getDeclaringClass().getName() + ": " + e);
        }
    }

    private static String message(Throwable cause) {
        return cause instanceof IllegalArgumentException || cause instanceof IllegalStateException
                ? String.valueOf(cause.getMessage())
                : cause.toString();
    }
}
