using System.Reflection;

namespace GstMemInterop.Tests.Conventions;

/// <summary>The seam: nothing raw in the safe layer's public face.</summary>
public class BoundaryTests
{
    [Fact]
    public void No_raw_type_and_no_pointer_is_public()
    {
        List<string> leaks = [];
        foreach (Type type in typeof(GstBuffer).Assembly.GetExportedTypes())
        {
            foreach (MethodBase method in type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).OfType<MethodBase>())
            {
                IEnumerable<Type> types = method.GetParameters().Select(static p => p.ParameterType);
                types = method is MethodInfo info ? types.Append(info.ReturnType) : types;
                leaks.AddRange(types.Where(IsRaw).Select(t => $"{type.Name}.{method.Name}: {t}"));
            }
        }

        Assert.Empty(leaks);
    }

    [Fact]
    public void A_bare_pointer_enters_and_leaves_by_named_verbs_only()
    {
        string[] verbs = ["Adopt", "Retain", "Borrow", "DangerousHandle", "DangerousDetach", "DangerousData", "DangerousSource", "DangerousAddress", "FromPointer", "Wrap", "Resize"];
        string[] others = [.. typeof(GstBuffer).Assembly.GetExportedTypes()
            .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.ReturnType == typeof(nint) || m.GetParameters().Any(static p => p.ParameterType == typeof(nint)))
            .Where(m => !verbs.Any(v => m.Name.Contains(v, StringComparison.Ordinal)))
            .Select(static m => $"{m.DeclaringType!.Name}.{m.Name}")];
        Assert.Empty(others);
    }

    private static bool IsRaw(Type type)
    {
        Type element = type.HasElementType ? type.GetElementType()! : type;
        return type.IsPointer || type.IsFunctionPointer || element.IsPointer || element.Namespace == "GstMemInterop.Native";
    }
}
