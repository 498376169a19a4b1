using System.Reflection;

namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>Every way in which the public face lets a user's code be called: found by reflection, so that a new one without a <see cref="Site"/> is noticed.</summary>
internal static class PublicCallbacks
{
    /// <summary>Parameters of foreign types that are only read or only handed through, and so call nobody.</summary>
    private static readonly string[] s_harmless = ["IAsyncEnumerable`1", "IReadOnlyList`1 of GStreamerOptions", "Stream"];

    internal static IEnumerable<string> All()
    {
        foreach (Type type in typeof(GstBuffer).Assembly.GetExportedTypes())
        {
            if (typeof(Delegate).IsAssignableFrom(type))
            {
                yield return type.Name;
                continue;
            }

            foreach (MemberInfo member in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                switch (member)
                {
                    case EventInfo e when e.AddMethod!.IsPublic:
                        yield return $"{type.Name}.{e.Name}";
                        break;
                    case MethodInfo { IsFamily: true, IsVirtual: true, IsFinal: false } method when type.IsAbstract && type.Name.StartsWith("Custom", StringComparison.Ordinal):
                        yield return $"{type.Name}.{method.Name.Replace("get_", "", StringComparison.Ordinal)}";
                        break;
                    case MethodInfo { IsFamilyOrAssembly: true, IsVirtual: true, IsSpecialName: true } accessor when type.IsAbstract:
                        yield return $"{type.Name}.{accessor.Name.Replace("get_", "", StringComparison.Ordinal)}";
                        break;
                    case MethodInfo { IsPublic: true } method:
                        foreach (ParameterInfo parameter in method.GetParameters().Where(static p => CallsBack(p.ParameterType)))
                        {
                            yield return $"{parameter.ParameterType.Name} of {type.Name.Split('`')[0]}";
                        }

                        break;
                }
            }
        }
    }

    internal static string[] Missing(IEnumerable<Site> sites)
    {
        HashSet<string> covered = [.. sites.SelectMany(static s => s.Covers)];
        return [.. All().Distinct().Where(c => !covered.Contains(c) && !s_harmless.Any(h => c.StartsWith(h, StringComparison.Ordinal)))];
    }

    private static bool CallsBack(Type type) =>
        type.Assembly != typeof(GstBuffer).Assembly
        && ((typeof(Delegate).IsAssignableFrom(type) && type != typeof(Delegate) && !type.Name.StartsWith("EventHandler", StringComparison.Ordinal)) || type.Name is "IMemoryOwner`1" or "ArrayPool`1" or "IBufferWriter`1" or "Memory`1" or "ReadOnlyMemory`1");
}
