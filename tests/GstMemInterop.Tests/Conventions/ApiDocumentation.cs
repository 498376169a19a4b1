using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GstMemInterop.Tests.Conventions;

/// <summary>An assembly's public members with the XML documentation that was built beside it; what a member inherits is looked up.</summary>
internal sealed partial class ApiDocumentation
{
    private static readonly Lazy<ApiDocumentation> s_safe = new(static () => new(typeof(GstBuffer).Assembly));

    private readonly Dictionary<string, XElement> _texts;

    private ApiDocumentation(Assembly assembly)
    {
        string file = Path.ChangeExtension(assembly.Location, ".xml");
        _texts = XDocument.Load(file).Descendants("member").ToDictionary(static m => m.Attribute("name")!.Value, StringComparer.Ordinal);
        Types = [.. assembly.GetExportedTypes().OrderBy(static t => t.FullName, StringComparer.Ordinal)];
        Members = [.. Types.SelectMany(MembersOf)];
    }

    /// <summary>The safe layer's.</summary>
    internal static ApiDocumentation Safe => s_safe.Value;

    internal IReadOnlyList<Type> Types { get; }

    /// <summary>What a type declares itself and a reader can look up: no accessors, no operators, nothing that a record's compiler adds.</summary>
    internal IReadOnlyList<MemberInfo> Members { get; }

    /// <summary>The text of a member, or of the member whose text it inherits; null where there is none.</summary>
    internal XElement? TextOf(MemberInfo member)
    {
        if (!_texts.TryGetValue(DocumentationId.Of(member), out XElement? text))
        {
            // A positional record documents its properties as parameters of the type.
            return member is PropertyInfo && _texts.TryGetValue(DocumentationId.Of(member.DeclaringType!), out XElement? type)
                ? type.Elements("param").FirstOrDefault(p => p.Attribute("name")?.Value == member.Name)
                : null;
        }

        string? from = text.Element("inheritdoc")?.Attribute("cref")?.Value;
        return from is not null && _texts.TryGetValue(from, out XElement? inherited) ? inherited : text;
    }

    /// <summary>Whether a reader finds a text; one that .NET's own interface gives counts.</summary>
    internal bool HasText(MemberInfo member) => TextOf(member) is { } text && (!string.IsNullOrWhiteSpace(text.Value) || text.Element("inheritdoc") is not null);

    /// <summary>The C functions, macros and structs that a member's text names in <c>&lt;c&gt;</c>.</summary>
    internal IReadOnlyList<string> NativeNamesOf(MemberInfo member) => TextOf(member) is { } text
        ? [.. text.DescendantsAndSelf("c").SelectMany(static c => NativeName().Matches(c.Value)).Select(static m => m.Value).Distinct()]
        : [];

    /// <summary>What a reader would write: <c>GstBuffer.Resize</c>, <c>GstMeta&lt;T&gt;.Register</c>.</summary>
    internal static string LabelOf(MemberInfo member) => member switch
    {
        Type type => CSharpText.NameOf(type),
        ConstructorInfo => $"new {CSharpText.NameOf(member.DeclaringType!)}",
        _ => $"{CSharpText.NameOf(member.DeclaringType!)}.{member.Name}",
    };

    private static IEnumerable<MemberInfo> MembersOf(Type type)
    {
        if (typeof(Delegate).IsAssignableFrom(type))
        {
            return [];
        }

        return PublicSurface.VisibleMembers(type)
            .Where(m => m switch
            {
                FieldInfo field => !field.IsSpecialName,
                ConstructorInfo constructor => !IsRecordsOwn(constructor),
                MethodInfo method => !method.IsSpecialName && !IsRecordsOwn(method) && method.GetBaseDefinition() == method,
                _ => true,
            })
            .OrderBy(DocumentationId.Of, StringComparer.Ordinal);

        bool IsRecordsOwn(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute))
            || (method is ConstructorInfo && method.GetParameters() is { Length: > 0 } parameters
                && type.GetMethod("Deconstruct")?.GetParameters().Length == parameters.Length);
    }

    [GeneratedRegex(@"\b(?:gst|GST|g|G)_\w+|\b(?:Gst|G)[A-Z][A-Za-z]+(?:\.\w+)?")]
    private static partial Regex NativeName();
}
