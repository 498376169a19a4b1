namespace GstMemInterop.Tests.Gate;

/// <summary>The shared build settings are not decoration: what they forbid fails a build, and only that does.</summary>
[Trait("Category", "Gate")]
public sealed class GuardrailTests : IDisposable
{
    // Inside the checkout, so that Directory.Build.props, Directory.Packages.props and .editorconfig apply; git ignores it.
    private readonly string _folder = Path.Combine(Checkout.Root, "artifacts", "guardrail", Guid.NewGuid().ToString("N"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_warning_fails_the_build_of_a_library_and_without_it_the_build_succeeds()
    {
        Build("""
            namespace GstMemInterop.Guarded;

            /// <summary>Documented.</summary>
            public static class Guarded
            {
                /// <summary>Documented.</summary>
                public static int Answer(string? text) => text?.Length ?? 42;
            }
            """).Succeeded().DoesNotSay("warning");

        Build("""
            namespace GstMemInterop.Guarded
            {
                /// <summary>Documented.</summary>
                public class Guarded
                {
                    /// <summary>Documented.</summary>
                    public int Answer(string? text)
                    {
                        int unused = 0;
                        return text.Length;
                    }
                }
            }
            """).Failed()
            .Says("error CS0219")       // compiler: a variable that is never used
            .Says("error CS8602")       // compiler: a dereference that may be null
            .Says("error CA1822")       // analyser: a member that could be static
            .Says("error IDE0161");     // style: namespaces are file-scoped

        Build("""
            namespace GstMemInterop.Guarded;

            public static class Guarded;
            """).Failed().Says("error CS1591");     // a public type without documentation
    }

    [Fact]
    public void A_package_version_outside_the_central_list_fails_the_restore() =>
        Build("return;", """<ItemGroup><PackageReference Include="System.CommandLine" Version="2.0.0" /></ItemGroup>""").Failed().Says("NU1008");

    private Outcome Build(string code, string items = "")
    {
        // In a folder called bindings: there the settings of a shipped library hold.
        string folder = Path.Combine(_folder, "bindings", "Guarded");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Code.cs"), code + "\n");
        File.WriteAllText(Path.Combine(folder, "Guarded.csproj"), $"""<Project Sdk="Microsoft.NET.Sdk">{items}</Project>""");
        return new Command(folder).Run("dotnet", "build", "-f", "net10.0");
    }
}
