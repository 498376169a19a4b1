using System.CommandLine;
using GstMemInterop.Generator;
using GstMemInterop.Generator.Commands;

Option<string> manifest = new("--manifest")
{
    Description = "The review surface.",
    DefaultValueFactory = _ => Path.Combine(RepositoryRoot.Find(), "generator", "gstreamer.manifest.json"),
};
Option<string> root = new("--root")
{
    Description = "The folder that the generated paths are relative to.",
    DefaultValueFactory = _ => RepositoryRoot.Find(),
};

RootCommand program = new("Generates GstMemInterop's raw layer from the installed C headers.");
Add("generate", "Write the generated files.", GenerateCommand.Run);
Add("check", "Exit 1 when a generated file is not what would be written.", CheckCommand.Run);
Add("list", "Print what the headers have that the manifest does not name.", ListCommand.Run);
Add("symbols", "Exit 1 when an import is missing from the installed libraries without a since-version to explain it.", SymbolsCommand.Run);
return program.Parse(args).Invoke();

void Add(string name, string description, Func<string, string, TextWriter, int> run)
{
    Command command = new(name, description) { manifest, root };
    command.SetAction(parsed =>
    {
        try
        {
            return run(parsed.GetValue(manifest)!, parsed.GetValue(root)!, Console.Out);
        }
        catch (GeneratorException e)
        {
            Console.Error.WriteLine($"error: {e.Message}");
            return 2;
        }
    });
    program.Subcommands.Add(command);
}
