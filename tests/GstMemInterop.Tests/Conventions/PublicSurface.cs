using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace GstMemInterop.Tests.Conventions;

/// <summary>What an assembly offers, as text in the manner of C#: a line for each member, sorted, so that a change is a short diff.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    internal static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (IGrouping<string?, Type> names in assembly.GetExportedTypes().GroupBy(static t => t.Namespace).OrderBy(static g => g.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"namespace {names.Key}\n");
            foreach (Type type in names.OrderBy(CSharpText.NameOf, StringComparer.Ordinal))
            {
                text.Append('\n').Append(HeadOf(type)).Append('\n');
                foreach (string line in type.IsEnum ? ValuesOf(type) : LinesOf(type))
                {
                    text.Append("    ").Append(line).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Of a layer that is generated: what there is, counted.</summary>
    internal static string SummaryOf(Assembly assembly)
    {
        Type[] types = assembly.GetExportedTypes();
        IEnumerable<string> lines = types.Where(static t => t is { IsAbstract: true, IsSealed: true })
            .Select(static t => $"static class {t.Name}: {t.GetMethods(Declared).Count(static m => m.IsPublic)} methods, {t.GetFields(Declared).Count(static f => f.IsPublic)} constants")
            .Append($"structs: {types.Count(static t => t is { IsValueType: true, IsEnum: false })}")
            .Append($"enums: {types.Count(static t => t.IsEnum)}")
            .Concat(types.Where(static t => t is { IsClass: true } and not { IsAbstract: true, IsSealed: true }).Select(static t => $"class {t.Name}"));
        return string.Join('\n', lines.Order(StringComparer.Ordinal)) + "\n";
    }

    /// <summary>Public, and protected where somebody can derive.</summary>
    internal static IEnumerable<MemberInfo> VisibleMembers(Type type) => type.GetMembers(Declared).Where(m => m switch
    {
        FieldInfo field => IsVisible(field.IsPublic, field.IsFamily || field.IsFamilyOrAssembly),
        MethodBase method => IsVisible(method),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
        EventInfo e => IsVisible(e.AddMethod!),
        _ => false,
    });

    private static bool IsVisible(MethodBase method) => IsVisible(method.IsPublic, method.IsFamily || method.IsFamilyOrAssembly);

    private static bool IsVisible(bool isPublic, bool isProtected) => isPublic || isProtected;

    private static string HeadOf(Type type)
    {
        if (typeof(MulticastDelegate).IsAssignableFrom(type))
        {
            MethodInfo call = type.GetMethod("Invoke")!;
            return $"public delegate {CSharpText.ResultOf(call)} {CSharpText.NameOf(type)}({CSharpText.ParametersOf(call.GetParameters())}){ConstraintsOf(type.GetGenericArguments())}";
        }

        if (type.IsEnum)
        {
            return $"{(type.IsDefined(typeof(FlagsAttribute)) ? "[Flags] " : "")}public enum {CSharpText.NameOf(type)} : {CSharpText.NameOf(type.GetEnumUnderlyingType())}";
        }

        string[] bases = [.. BasesOf(type)];
        return $"public {KindOf(type)} {CSharpText.NameOf(type)}{(bases.Length == 0 ? "" : " : " + string.Join(", ", bases))}{ConstraintsOf(type.GetGenericArguments())}";
    }

    private static string KindOf(Type type)
    {
        if (type.IsInterface)
        {
            return "interface";
        }

        bool isRecord = type.GetMethod("PrintMembers", Declared) is not null;
        if (type.IsValueType)
        {
            return (type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "") + (type.IsByRefLike ? "ref " : "") + (isRecord ? "record struct" : "struct");
        }

        string may = type switch { { IsAbstract: true, IsSealed: true } => "static ", { IsAbstract: true } => "abstract ", { IsSealed: true } => "sealed ", _ => "" };
        return may + (isRecord ? "record" : "class");
    }

    private static IEnumerable<string> BasesOf(Type type)
    {
        bool plain = type.IsValueType || type.BaseType is null || type.BaseType == typeof(object);
        IEnumerable<Type> inherited = type.BaseType?.GetInterfaces() ?? [];
        IEnumerable<string> interfaces = type.GetInterfaces().Except(inherited).Where(static i => i.IsVisible).Select(CSharpText.NameOf).Order(StringComparer.Ordinal);
        return plain ? interfaces : interfaces.Prepend(CSharpText.NameOf(type.BaseType!));
    }

    private static string ConstraintsOf(IEnumerable<Type> parameters) => string.Concat(parameters.Select(static p =>
    {
        GenericParameterAttributes attributes = p.GenericParameterAttributes;
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        bool isUnmanaged = p.CustomAttributes.Any(static a => a.AttributeType.Name == "IsUnmanagedAttribute");
        IEnumerable<string> rules = p.GetGenericParameterConstraints().Where(static c => c != typeof(ValueType)).Select(CSharpText.NameOf);
        rules = isUnmanaged ? rules.Prepend("unmanaged") : isStruct ? rules.Prepend("struct") : rules;
        rules = attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? rules.Prepend("class") : rules;
        rules = !isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) ? rules.Append("new()") : rules;
        rules = attributes.HasFlag(GenericParameterAttributes.AllowByRefLike) ? rules.Append("allows ref struct") : rules;
        string[] all = [.. rules];
        return all.Length == 0 ? "" : $" where {p.Name} : {string.Join(", ", all)}";
    }));

    private static IEnumerable<string> ValuesOf(Type type) => Enum.GetNames(type)
        .Select(n => (Name: n, Value: Convert.ToDecimal(Convert.ChangeType(Enum.Parse(type, n), type.GetEnumUnderlyingType(), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)))
        .OrderBy(static v => v.Value).ThenBy(static v => v.Name, StringComparer.Ordinal)
        .Select(static v => string.Create(CultureInfo.InvariantCulture, $"{v.Name} = {v.Value}"));

    private static IEnumerable<string> LinesOf(Type type) => typeof(MulticastDelegate).IsAssignableFrom(type)
        ? []
        : VisibleMembers(type).Select(static m => (m.Name, Line: LineOf(m))).Where(static m => m.Line is not null)
            .OrderBy(static m => m.Name, StringComparer.Ordinal).ThenBy(static m => m.Line, StringComparer.Ordinal)
            .Select(static m => m.Line!);

    private static string? LineOf(MemberInfo member) => member switch
    {
        FieldInfo field => $"{(field.IsFamily ? "protected " : "")}{(field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : ""))}{CSharpText.TypeOf(field)} {field.Name}",
        ConstructorInfo constructor => $"{Modifiers(constructor)}{CSharpText.NameOf(constructor.DeclaringType!)}({CSharpText.ParametersOf(constructor.GetParameters())})",
        EventInfo e => $"{Modifiers(e.AddMethod!)}event {CSharpText.TypeOf(e)} {e.Name}",
        PropertyInfo property => PropertyLine(property),
        MethodInfo { IsSpecialName: true } method when !method.Name.StartsWith("op_", StringComparison.Ordinal) => null,
        MethodInfo method when method.Name.Contains('<', StringComparison.Ordinal) => null,
        MethodInfo method => MethodLine(method),
        _ => null,
    };

    private static string PropertyLine(PropertyInfo property)
    {
        MethodInfo[] accessors = [.. property.GetAccessors(nonPublic: true).Where(IsVisible)];
        MethodInfo widest = accessors.FirstOrDefault(static a => a.IsPublic) ?? accessors[0];
        string indexes = property.GetIndexParameters() is { Length: > 0 } parameters ? $"this[{CSharpText.ParametersOf(parameters)}]" : property.Name;
        IEnumerable<string> words = accessors.OrderBy(static a => a.Name, StringComparer.Ordinal).Select(a =>
            (a.IsPublic == widest.IsPublic ? "" : "protected ") + (a.ReturnType != typeof(void) ? "get" : IsInit(a) ? "init" : "set"));
        string reference = property.PropertyType.IsByRef ? property.GetMethod!.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? "ref readonly " : "ref " : "";
        string required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{Modifiers(widest)}{required}{reference}{CSharpText.TypeOf(property)} {indexes} {{ {string.Join("; ", words)}; }}";
    }

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Any(static m => m.Name == nameof(IsExternalInit));

    private static string MethodLine(MethodInfo method)
    {
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(static a => a.Name))}>" : "";
        string constraints = method.IsGenericMethod ? ConstraintsOf(method.GetGenericArguments()) : "";
        return $"{Modifiers(method)}{CSharpText.ResultOf(method)} {method.Name}{generic}({CSharpText.ParametersOf(method.GetParameters())}){constraints}";
    }

    private static string Modifiers(MethodBase method)
    {
        string access = method.IsPublic ? "" : "protected ";
        if (method.IsStatic || method.DeclaringType!.IsInterface)
        {
            return access + (method.IsStatic ? "static " : "");
        }

        bool overrides = method is MethodInfo info && info.GetBaseDefinition().DeclaringType != info.DeclaringType;
        bool open = method is { IsVirtual: true, IsFinal: false } && !method.DeclaringType!.IsSealed;
        return access + (method.IsAbstract ? "abstract " : overrides ? "override " : open ? "virtual " : "");
    }
}
