package whoami;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CODE = ServerCode.CLASSES;

    @Test
    void the_domain_knows_nothing_of_http() {
        noClasses()
                .that()
                .resideInAnyPackage("whoami.account..", "whoami.post..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.javalin..",
                        "org.eclipse.jetty..",
                        "jakarta.servlet..",
                        "gg.jte..",
                        "whoami.web..",
                        "whoami.api..")
                .check(CODE);
    }

    @Test
    void both_doors_get_at_the_tables_only_through_the_domain() {
        noClasses()
                .that()
                .resideInAnyPackage("whoami.web..", "whoami.api..")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("whoami\\.(Database|Tx)")
                .check(CODE);
    }

    @Test
    void an_account_knows_nothing_of_what_its_owner_writes() {
        noClasses()
                .that()
                .resideInAnyPackage("whoami.account..", "whoami.mail..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("whoami.post..")
                .check(CODE);
    }

    @Test
    void letters_are_sent_without_knowing_what_an_account_is() {
        noClasses()
                .that()
                .resideInAPackage("whoami.mail..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("whoami.account..", "whoami.api..")
                .check(CODE);
    }

    @Test
    void the_client_knows_of_the_server_only_what_its_contract_says() {
        classes()
                .that()
                .resideInAPackage("whoami.client..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "whoami.client..", "java..", "com.fasterxml.jackson..", "picocli..", "me.tongfei.progressbar..")
                .check(CODE);
    }

    @Test
    void only_the_process_knows_of_the_client() {
        classes()
                .that()
                .resideInAPackage("whoami.client..")
                .should()
                .onlyHaveDependentClassesThat(
                        resideInAPackage("whoami.client..").or(equivalentTo(Subcommand.class)))
                .check(CODE);
    }

    @Test
    void nothing_but_the_metrics_depends_on_how_they_are_kept() {
        noClasses()
                .that()
                .resideOutsideOfPackage("whoami.ops..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..", "com.sun.net.httpserver..")
                .check(CODE);
    }

    @Test
    void tls_knows_nothing_of_what_it_carries() {
        noClasses()
                .that()
                .resideInAPackage("whoami.tls..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("whoami.account..", "whoami.web..", "whoami.api..", "whoami.mail..", "io.javalin..")
                .check(CODE);
    }

    /** Names of columns are kept with the statement ({@code SqliteConnection}), and a table may get more of them. */
    @Test
    void every_select_names_its_columns() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains("\"SELECT *"), file.toString());
            }
        }
    }

    @Test
    void only_daos_and_the_database_speak_jdbc() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Dao")
                .and()
                .haveNameNotMatching("whoami\\.(Database|Pools|Migrations|Tx|Sqlite|WalIndex|Postgres|Engine).*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .check(CODE);
    }

    @Test
    void daos_are_reached_only_through_the_door_of_their_domain() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Dao")
                .should()
                .bePackagePrivate()
                .check(CODE);
    }

    @Test
    void nothing_static_can_change() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideOutsideOfPackages("whoami.web.templates..", "whoami.mail.templates..")
                .should()
                .beFinal()
                .check(CODE);
    }
}
