using System.Runtime.CompilerServices;
using GstMemInterop.PublishSmoke;

// Every feature that reflection, trimming or ahead-of-time compilation could break, once. One line per check, exit status 1
// at the first that does not hold. To add one: a static method in the class of its layer, and a line here.
(string Name, Action Check)[] checks =
[
    ("bytes: edit, search, compare", BytesSmoke.Edit),
    ("bytes: planes and typed arrays", BytesSmoke.Views),
    ("bytes: chunk through JSON and a stream", BytesSmoke.Serialise),
    ("raw: version, import of every library", RawSmoke.Imports),
    ("raw: macros and constants", RawSmoke.Macros),
    ("safe: map a buffer of our own", SafeSmoke.MapBuffer),
    ("safe: owned mapping on another thread", SafeSmoke.MapOwned),
    ("safe: a refused map says why", SafeSmoke.RefusedMap),
    ("safe: edit a live pipeline in a probe", SafeSmoke.EditPipeline),
    ("safe: an exception in a probe", SafeSmoke.FailingProbe),
    ("safe: planes by caps", SafeSmoke.Planes),
    ("safe: pixels, fields and components", SafeSmoke.Pixels),
    ("safe: samples of sound in a probe", SafeSmoke.Samples),
    ("safe: an error on the bus", SafeSmoke.PipelineError),
    ("safe: appsrc and appsink, awaited", AppSmoke.Await),
    ("safe: a handler of an appsink", AppSmoke.Handle),
    ("safe: events, queries and messages of one's own", FlowSmoke.Tell),
    ("safe: a running pipeline is relinked", FlowSmoke.Relink),
    ("safe: a main loop beside it", FlowSmoke.Loop),
    ("safe: structures of all kinds of values", ValuesSmoke.Structures),
    ("safe: caps field by field, tags", ValuesSmoke.CapsAndTags),
    ("safe: properties by type and listed", ValuesSmoke.Properties),
    ("safe: an allocator in C#", AllocatorSmoke.Allocate),
    ("safe: wrapped bytes are released and come back", AllocatorSmoke.Wrap),
    ("safe: a pool in C# with overrides", AllocatorSmoke.Pool),
    ("safe: a buffer as JSON", AllocatorSmoke.Json),
    ("safe: the debug log into a logger", LogSmoke.Bridge),
    ("safe: a category of our own", LogSmoke.Category),
    ("safe: nothing is left alive", SafeSmoke.NothingAlive),
];

foreach ((string name, Action check) in checks)
{
    try
    {
        check();
        Console.WriteLine($"ok {name}");
    }
    catch (Exception e)
    {
        Console.WriteLine($"FAILED {name}: {e}");
        return 1;
    }
}

Console.WriteLine($"publish smoke: {checks.Length} checks hold ({(RuntimeFeature.IsDynamicCodeSupported ? "trimmed" : "NativeAOT")}, .NET {Environment.Version})");
return 0;
