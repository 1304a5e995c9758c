package org.carillon.core.ui.internal.menu;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.carillon.api.parameter.Parameters;
import org.carillon.api.parameter.Parameters.Choice;
import org.carillon.api.parameter.Parameters.Declared;
import org.carillon.core.ui.internal.menu.MenuTree.Node;
import org.carillon.core.ui.internal.model.Scene;
import org.carillon.core.ui.internal.model.Scene.Item;

/**
 * Where a person is in the menu. What bundles that go take along is not there any more at the next look; a menu whose entry went falls back to the
 * one before. One thread at a time.
 */
final class OpenMenu {
    private static final List<Choice> SWITCH = List.of(new Choice("false", "Off"), new Choice("true", "On"));
    private static final Set<String> DIGITS_ONLY = Set.of("integer", "integerList", "featureCode", "phoneNumber");

    /** A setting that is being changed; either a choice or what is typed. */
    private static final class Edit {
        /** What its entry is called. */
        private final String label;
        private final Declared parameter;
        private final Typing typing;
        private int choice;

        Edit(String label, Declared parameter, String value) {
            this.label = label;
            this.parameter = parameter;
            List<Choice> choices = choices(parameter);
            typing = choices.isEmpty() ? new Typing(parameter.secret() ? "" : value, !DIGITS_ONLY.contains(parameter.type())) : null;
            choice = (int) choices.stream().takeWhile(one -> !one.value().equals(value)).count() % Math.max(1, choices.size());
        }

        String value() {
            return typing == null ? choices(parameter).get(choice).value() : typing.text();
        }
    }

    private final List<String> path = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>(List.of(0));
    private List<Declared> declared = List.of();
    private MenuTree tree = new MenuTree(declared);
    private Edit edit;

    private static List<Choice> choices(Declared parameter) {
        return parameter.type().equals("boolean") && parameter.choices().isEmpty() ? SWITCH : parameter.choices();
    }

    /** Looks again at what there is. Returns the menu that is open. */
    private Node look(Parameters parameters) {
        List<Declared> now = parameters.declared();
        if (now != declared) {
            declared = now;
            tree = new MenuTree(now);
        }
        Node node = tree.root();
        for (int depth = 0; depth < path.size(); depth++) {
            Node next = node.children().get(path.get(depth));
            if (next == null || next.parameter() != null) {
                fallBack(depth);
                break;
            }
            node = next;
        }
        if (edit != null && now.stream().noneMatch(parameter -> parameter.id().equals(edit.parameter.id()))) {
            edit = null;
        }
        places.set(places.size() - 1, Math.clamp(places.getLast(), 0, Math.max(0, node.children().size() - 1)));
        return node;
    }

    private void fallBack(int depth) {
        path.subList(depth, path.size()).clear();
        places.subList(depth + 1, places.size()).clear();
        edit = null;
    }

    boolean isEditing(Parameters parameters) {
        look(parameters);
        return edit != null;
    }

    /** True while a value is typed. */
    boolean isTyping() {
        return edit != null && edit.typing != null;
    }

    Scene.Body body(Parameters parameters) {
        Node node = look(parameters);
        if (edit != null) {
            String value = edit.typing == null ? choices(edit.parameter).get(edit.choice).label()
                    : edit.parameter.secret() ? "\u2022".repeat(edit.typing.text().length()) : edit.typing.text();
            String reboot = edit.parameter.reboot() ? " Works from the next reboot on." : "";
            String hint = edit.typing == null ? edit.parameter.description() : "Permitted: " + edit.parameter.permitted() + ".";
            return new Scene.Editor(edit.label, value, hint + reboot, edit.typing != null);
        }
        return new Scene.Listing(node.label(), node.children().values().stream().map(child -> item(child, parameters)).toList(),
                places.getLast());
    }

    private static Item item(Node node, Parameters parameters) {
        if (node.parameter() == null) {
            return new Item(node.label(), "", true);
        }
        String value = parameters.value(node.parameter().id());
        return new Item(node.label(), choices(node.parameter()).stream().filter(choice -> choice.value().equals(value)).map(Choice::label)
                .findFirst().orElse(value), false);
    }

    /** Opens the entry that is selected. */
    void open(Parameters parameters) {
        Node node = look(parameters);
        if (node.children().isEmpty()) {
            return;
        }
        Node child = List.copyOf(node.children().values()).get(places.getLast());
        if (child.parameter() == null) {
            path.add(child.label());
            places.add(0);
        } else {
            edit = new Edit(child.label(), child.parameter(), parameters.value(child.parameter().id()));
        }
    }

    /** Goes to the next entry, or chooses the next value. */
    void step(Parameters parameters, int by) {
        int count = look(parameters).children().size();
        if (edit != null && edit.typing == null) {
            edit.choice = Math.floorMod(edit.choice + by, choices(edit.parameter).size());
        } else if (edit == null && count > 0) {
            places.set(places.size() - 1, Math.floorMod(places.getLast() + by, count));
        }
    }

    void type(String key, long nanoTime) {
        if (isTyping()) {
            edit.typing.press(key, nanoTime);
        }
    }

    void delete() {
        if (isTyping()) {
            edit.typing.delete();
        }
    }

    /** Id of what is edited. */
    String id() {
        return edit.parameter.id();
    }

    String value() {
        return edit.value();
    }

    void endEdit() {
        edit = null;
    }

    /** Goes back. Returns false when there is nothing to go back to. */
    boolean back() {
        if (edit != null) {
            edit = null;
            return true;
        }
        if (path.isEmpty()) {
            return false;
        }
        path.removeLast();
        places.removeLast();
        return true;
    }
}
