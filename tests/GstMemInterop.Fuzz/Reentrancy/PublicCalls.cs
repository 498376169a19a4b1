using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>
/// A call of every public member around memories, buffers, lists, samples, allocators, pools and metas: written from the public face
/// by reflection, and compiled here, because reflection itself cannot call what takes or gives a ref struct.
/// </summary>
/// <remarks>A new member is covered by itself. A new type of argument is an error until <see cref="Bench"/> has one to give.</remarks>
internal static class PublicCalls
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] s_core =
    [
        typeof(GstBuffer), typeof(GstBufferRef), typeof(GstMemory), typeof(GstMemoryRef), typeof(GstBufferList), typeof(GstBufferListRef),
        typeof(GstSample), typeof(GstAllocator), typeof(GstBufferPool), typeof(GstBufferPoolConfig), typeof(GstMetaRef), typeof(ReadMapping), typeof(WriteMapping), typeof(GstObject),
    ];

    /// <summary>Types that are left out, and why. Nothing else is.</summary>
    private static readonly Dictionary<string, string> s_without = new()
    {
        ["BufferProbe"] = "exists in its own handler only; what it lends is called there",
        ["PadProbeData"] = "exists in its own handler only",
        ["GstBufferListItem"] = "exists in its own handler only",
        ["GstAllocationQuery"] = "exists in the handler of a query only",
        ["GstMetaTransform"] = "exists in its own handler only",
        ["GstVideoOverlayCompositionMetaRef"] = "no public member makes one",
        ["GstVideoOverlayRectangleRef"] = "no public member makes one",
        ["AppSinkSample"] = "exists in its own handler only",
        ["GstAppSink"] = "the pipeline around the bytes: not of memory",
        ["GstAppSrc"] = "the pipeline around the bytes: not of memory",
        ["AppHandler"] = "the pipeline around the bytes: not of memory",
        ["GstElement"] = "the pipeline around the bytes: not of memory",
        ["GstBin"] = "the pipeline around the bytes: not of memory",
        ["GstPipeline"] = "the pipeline around the bytes: not of memory",
        ["GstSignal"] = "exists in its own handler only",
        ["GstRequestPad"] = "the pipeline around the bytes: not of memory",
        ["GstBus"] = "the pipeline around the bytes: not of memory",
        ["GstMessage"] = "the pipeline around the bytes: not of memory",
        ["GstPad"] = "the pipeline around the bytes: not of memory",
        ["GstDebugCategory"] = "writes to the log; the log's own tests call it from loggers and streaming threads",
        ["VideoFrameView"] = "looks at a span that it was given",
        ["ReadOnlyVideoFrameView"] = "looks at a span that it was given",
        ["AudioView"] = "looks at a span that it was given",
        ["ReadOnlyAudioView"] = "looks at a span that it was given",
        ["GstProposedAllocator"] = "a plain record",
        ["GstProposedPool"] = "a plain record",
        ["CustomAllocator"] = "abstract; its public members are called on the allocators that derive from it",
        ["CustomBufferPool"] = "abstract",
        ["GstFdAllocator"] = "wants a descriptor that it may close",
        ["GstDmaBufAllocator"] = "wants a descriptor of a device",
        ["GstShmAllocator"] = "wants GStreamer 1.24",
        ["SharedMemoryAllocator"] = "wants a descriptor that it may keep",
        ["GuardPageAllocator"] = "maps pages for each of the many calls",
        ["GstBufferJsonConverter"] = "called by a serialiser",
    };

    /// <summary>Members that are left out, and why.</summary>
    private static readonly Dictionary<string, string> s_withoutMember = new()
    {
        ["GstAllocator.Register"] = "for ever, by name",
        ["GstObject.DangerousDetach"] = "gives the reference away: nobody could release it",
        ["GstObject.Connect"] = "called on the sites of signals",
        ["GstObject.Emit"] = "what the bench has offers no methods by signals",
        ["GstCustomMeta.Register"] = "for ever, by name",
        ["GstMeta.Register"] = "for ever, by name",
        ["GstObjectMeta.Register"] = "for ever, by name",
        ["GstBufferPool.Acquire"] = "waits, as it promises, where the pool has no more buffers; TryAcquire is called",
        ["GstBufferPool.AcquireAsync"] = "waits, as it promises, where the pool has no more buffers; TryAcquire is called",
        ["GstBufferPoolConfig.Adopt"] = "wants a structure of C's",
    };

    /// <summary>Compiles the calls.</summary>
    /// <exception cref="FindingException">A member cannot be called because the bench has nothing to give it.</exception>
    internal static (string Name, Action<Bench> Call)[] Compile()
    {
        List<string> missing = [];
        List<(string Name, string Body)> calls = [];
        foreach (Type open in typeof(GstBuffer).Assembly.GetExportedTypes().Where(IsCarrier))
        {
            foreach (Type type in Closed(open))
            {
                foreach (MemberInfo member in type.GetMembers(Declared))
                {
                    string name = $"{open.Name.Split('`')[0]}.{member.Name}";
                    if (s_withoutMember.ContainsKey(name))
                    {
                        continue;
                    }

                    try
                    {
                        if (new CallText(type).Of(member) is { } body)
                        {
                            calls.Add(($"{CallText.NameOf(type)}.{member}", body));
                        }
                    }
                    catch (MissingArgumentException argument)
                    {
                        missing.Add($"{CallText.NameOf(type)}.{member.Name} wants a {argument.Message}");
                    }
                }
            }
        }

        if (missing.Count > 0)
        {
            throw new FindingException($"Bench.cs has nothing to give to new members:\n{string.Join('\n', missing)}");
        }

        return Load(calls);
    }

    private static bool IsCarrier(Type type)
    {
        if (type.IsEnum || typeof(Delegate).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type) || type.IsInterface || s_without.ContainsKey(NameWithoutArity(type)))
        {
            return false;
        }

        return s_core.Any(c => c.IsAssignableFrom(type)) || type.GetMembers(Declared).Any(static m => TypesIn(m).Any(static t => s_core.Contains(t)));
    }

    private static string NameWithoutArity(Type type) => type.Name.Split('`')[0];

    private static IEnumerable<Type> TypesIn(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(static p => Plain(p.ParameterType)).Append(Plain(method.ReturnType)),
        ConstructorInfo constructor => constructor.GetParameters().Select(static p => Plain(p.ParameterType)),
        _ => [],
    };

    private static Type Plain(Type type) => type.HasElementType ? Plain(type.GetElementType()!) : type;

    private static IEnumerable<Type> Closed(Type open)
    {
        if (!open.IsGenericTypeDefinition)
        {
            return [open];
        }

        return open.Name switch
        {
            "MemoryMappings`1" or "Enumerator" => [open.MakeGenericType(typeof(ReadMapping)), open.MakeGenericType(typeof(WriteMapping))],
            _ => [open.MakeGenericType(CallText.ArgumentFor(open.GetGenericArguments()[0]))],
        };
    }

    private static (string, Action<Bench>)[] Load(List<(string Name, string Body)> calls)
    {
        StringBuilder text = new("using System;\nusing GstMemInterop;\nusing GstMemInterop.Fuzz.Reentrancy;\nstatic class Calls\n{\n");
        for (int i = 0; i < calls.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    // {calls[i].Name}\n    public static void C{i}(Bench w) {{ {calls[i].Body} }}\n");
        }

        text.Append("}\n");
        string references = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "GstMemInterop.Fuzz.Calls",
            [CSharpSyntaxTree.ParseText(text.ToString(), new CSharpParseOptions(LanguageVersion.Preview))],
            references.Split(Path.PathSeparator).Select(static r => MetadataReference.CreateFromFile(r)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));
        using MemoryStream image = new();
        Diagnostic[] errors = [.. compilation.Emit(image).Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            string[] lines = text.ToString().Split('\n');
            throw new FindingException($"{errors.Length} errors in the generated calls:\n{string.Join('\n', errors.Take(40).Select(e => $"{e.Id} {e.GetMessage(CultureInfo.InvariantCulture)}\n    {lines[e.Location.GetLineSpan().StartLinePosition.Line - 1].Trim()}\n    {lines[e.Location.GetLineSpan().StartLinePosition.Line].Trim()}"))}");
        }

        Type generated = Assembly.Load(image.ToArray()).GetType("Calls")!;
        return [.. calls.Select((c, i) => (c.Name, generated.GetMethod($"C{i}")!.CreateDelegate<Action<Bench>>()))];
    }
}
