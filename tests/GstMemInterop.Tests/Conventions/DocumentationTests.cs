using System.Reflection;

namespace GstMemInterop.Tests.Conventions;

/// <summary>Whoever knows C finds in each member's text the function, macro or field under it.</summary>
public class DocumentationTests
{
    // What stands on nothing in C. A name alone holds for every type; "Type.*" for all members of a type.
    private static readonly (string Members, string Reason)[] s_managed =
    [
        ("IsNull", "asks whether a ref struct is a default value"),
        ("IsDisposed", "asks a SafeHandle"),
        ("Dispose", "a protected half of the .NET pattern, or ends a .NET object"),
        ("DangerousHandle", "the pointer itself"),
        ("DangerousDetach", "the pointer itself"),
        ("Borrow", "the pointer itself"),
        ("GetEnumerator", ".NET's enumeration"),
        ("MoveNext", ".NET's enumeration"),
        ("Current", ".NET's enumeration"),
        ("Equals", ".NET's equality"),
        ("CompareTo", ".NET's order"),
        ("GetAsyncEnumerator", ".NET's enumeration"),
        ("CallbackFailedEventArgs.*", "a .NET exception on its way"),
        ("GstMessageEventArgs.*", "a message on its way"),
        ("GstStateChanged.*", "what its message was parsed to"),
        ("GstQualityOfService.*", "what its message was parsed to"),
        ("GstException.*", "a .NET exception"),
        ("GstLoadException.*", "a .NET exception"),
        ("GstMapException.*", "a .NET exception"),
        ("GStreamerOptions.*", "settings of ours"),
        ("GstClockTime.*", "a number, converted"),
        ("GstLogOptions.*", "settings of ours"),
        ("GstLogRecord.*", "a line on its way"),
        ("GstLogBridge.Logged", "our count"),
        ("GstLogBridge.Flush", "waits for loggers"),
        ("GstDebugText.*", "the compiler's half of a call"),
        ("LiveHandles.*", "our ledger"),
        ("MapCounters.*", "our counters"),
        ("GstMetaRules.*", "settings of ours for a meta of the application's"),
        ("GstObjectMeta<T>.LiveCount", "our count"),
        ("GStreamer.CallbackFailed", "an event of ours"),
        ("GStreamer.IsInitialized", "what we remember"),
        ("GStreamer.MinimumVersion", "our floor"),
        ("AppHandler.Failed", "an event of ours"),
        ("AppHandler.IsActive", "what we remember"),
        ("PadProbe.Failed", "an event of ours"),
        ("PadProbe.IsActive", "what we remember"),
        ("ReadMapping.IsOpen", "what we remember"),
        ("WriteMapping.IsOpen", "what we remember"),
        ("ReadMapping.Copied", "what we did before C mapped"),
        ("WriteMapping.Copied", "what we did before C mapped"),
        ("OwnedMapping.Copied", "what we did before C mapped"),
        ("OwnedMapping.Merged", "what we did before C mapped"),
        ("OwnedReadMapping.Copied", "what we did before C mapped"),
        ("OwnedReadMapping.Merged", "what we did before C mapped"),
        ("CustomAllocator.Failed", "an event of ours"),
        ("CustomBufferPool.Failed", "an event of ours"),
        ("GstFlowException.*", "a .NET exception"),
        ("RecyclingStatistics.*", "our counts"),
        ("TrackingSnapshot.*", "our counts"),
        ("AllocationSite.*", "our counts"),
        ("LiveAllocation.*", "our counts"),
        ("SharedMemoryRange.*", "a file and a range of it"),
        ("GuardPageAllocator.*", "a C# allocator: its base names C"),
        ("RecyclingAllocator.*", "a C# allocator: its base names C"),
        ("SharedMemoryAllocator.*", "a C# allocator: its base names C"),
        ("TrackingAllocator.*", "a C# allocator: its base names C"),
        ("CustomAllocator.BlockAlignment", "what a C# allocator says of its blocks"),
        ("MemoryBlock.*", "what a C# allocator says of its block"),
        ("BufferProbe.BufferWasCopied", "what we remember"),
        ("BufferProbe.InList", "what we remember"),
        ("BufferProbe.ListIndex", "what we remember"),
        ("GstMetaType.Rules", "what we remember"),
        ("GstElementEventArgs.*", "a .NET event's arguments"),
        ("GstPadEventArgs.*", "a .NET event's arguments"),
        ("GstPadLinkException.*", "a .NET exception"),
        ("GstLaunchText.*", "for the compiler: it writes text"),
        ("GstSignalConnection.Failed", "an event of ours"),
        ("AudioChannel<T>.*", "values in memory, every so many"),
        ("ReadOnlyAudioChannel<T>.*", "values in memory, every so many"),
        ("VideoComponent<T>.*", "values in memory, every so many"),
        ("ReadOnlyVideoComponent<T>.*", "values in memory, every so many"),
        ("Int24.*", "a number"),
        ("UInt24.*", "a number"),
    ];

    // What does stand on something in C and does not say so yet: this list may only become shorter.
    private static readonly string[] s_unnamed = [];

    [Fact]
    public void Every_public_type_and_member_has_a_text()
    {
        ApiDocumentation safe = ApiDocumentation.Safe;
        string[] silent = [.. safe.Types.Concat(safe.Members)
            .Where(m => !IsImplicitConstructor(m) && !safe.HasText(m))
            .Select(DocumentationId.Of)];
        Assert.True(silent.Length == 0, string.Join(Environment.NewLine, silent));
    }

    [Fact]
    public void Every_member_names_what_it_stands_on_in_C()
    {
        ApiDocumentation safe = ApiDocumentation.Safe;
        string[] silent = [.. safe.Members
            .Where(static m => m is not FieldInfo and not Type && !IsImplicitConstructor(m) && !IsListed(m))
            .Where(m => safe.NativeNamesOf(m).Count == 0)
            .Select(DocumentationId.Of)];
        Assert.True(silent.Length == 0, string.Join(Environment.NewLine, silent));
    }

    [Fact]
    public void Every_generated_enum_and_its_values_name_their_C_names()
    {
        ApiDocumentation safe = ApiDocumentation.Safe;
        string generated = File.ReadAllText(Path.Combine(Gate.Checkout.Root, "bindings/GstMemInterop/Generated/Enums.g.cs"));
        Type[] enums = [.. safe.Types.Where(t => t.IsEnum && generated.Contains($"enum {t.Name} ", StringComparison.Ordinal))];
        Assert.NotEmpty(enums);
        string[] silent = [.. enums.Concat(safe.Members.Where(m => m is FieldInfo && enums.Contains(m.DeclaringType)))
            .Where(m => safe.NativeNamesOf(m).Count == 0)
            .Select(DocumentationId.Of)];
        Assert.True(silent.Length == 0, string.Join(Environment.NewLine, silent));
    }

    [Fact]
    public void The_lists_of_exceptions_have_nothing_that_is_gone_or_not_needed()
    {
        ApiDocumentation safe = ApiDocumentation.Safe;
        string[] idle = [.. s_managed.Select(static e => e.Members).Concat(s_unnamed)
            .Where(entry => !safe.Members.Any(m => Matches(entry, m) && safe.NativeNamesOf(m).Count == 0))];
        Assert.True(idle.Length == 0, string.Join(Environment.NewLine, idle));
    }

    private static bool IsListed(MemberInfo member) => s_managed.Select(static e => e.Members).Concat(s_unnamed).Any(e => Matches(e, member));

    private static bool Matches(string entry, MemberInfo member)
    {
        string type = CSharpText.NameOf(member.DeclaringType!);
        return entry == member.Name || entry == $"{type}.{member.Name}" || entry == type + ".*";
    }

    // The compiler writes it and takes no text for it.
    private static bool IsImplicitConstructor(MemberInfo member) =>
        member is ConstructorInfo constructor && constructor.GetParameters().Length == 0 && ApiDocumentation.Safe.TextOf(member) is null;
}
