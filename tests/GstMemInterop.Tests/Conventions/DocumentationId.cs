using System.Reflection;

namespace GstMemInterop.Tests.Conventions;

/// <summary>The compiler's name of a member in an XML documentation file.</summary>
internal static class DocumentationId
{
    internal static string Of(MemberInfo member) => member switch
    {
        Type type => "T:" + NameOf(type),
        FieldInfo field => $"F:{NameOf(field.DeclaringType!)}.{field.Name}",
        EventInfo e => $"E:{NameOf(e.DeclaringType!)}.{e.Name}",
        PropertyInfo property => $"P:{NameOf(property.DeclaringType!)}.{property.Name}{Parameters(property.GetIndexParameters())}",
        ConstructorInfo constructor => $"M:{NameOf(constructor.DeclaringType!)}.#ctor{Parameters(constructor.GetParameters())}",
        MethodInfo method => $"M:{NameOf(method.DeclaringType!)}.{method.Name}{Arity(method)}{Parameters(method.GetParameters())}{Result(method)}",
        _ => throw new ArgumentException($"{member} has no documentation."),
    };

    private static string Arity(MethodInfo method) => method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "";

    // Only conversions differ by their result.
    private static string Result(MethodInfo method) => method.Name is "op_Implicit" or "op_Explicit" ? "~" + TypeName(method.ReturnType) : "";

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Parameters(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "" : $"({string.Join(',', parameters.Select(static p => TypeName(p.ParameterType)))})";

    private static string TypeName(Type type)
    {
        if (type.IsGenericParameter)
        {
            return (type.DeclaringMethod is null ? "`" : "``") + type.GenericParameterPosition;
        }

        if (type.HasElementType)
        {
            string element = TypeName(type.GetElementType()!);
            return type.IsByRef ? element + "@" : type.IsPointer ? element + "*" : element + "[]";
        }

        if (!type.IsGenericType)
        {
            return NameOf(type);
        }

        string definition = NameOf(type.GetGenericTypeDefinition());
        Queue<Type> arguments = new(type.GetGenericArguments());
        return string.Join('.', definition.Split('.').Select(part =>
        {
            int tick = part.IndexOf('`', StringComparison.Ordinal);
            return tick < 0 ? part : $"{part[..tick]}{{{string.Join(',', Enumerable.Range(0, int.Parse(part[(tick + 1)..], null)).Select(_ => TypeName(arguments.Dequeue())))}}}";
        }));
    }
}
