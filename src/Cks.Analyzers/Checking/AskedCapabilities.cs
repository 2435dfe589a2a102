using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Cks.Analyzers;

/// <summary>Finds the capabilities that code names: constants that are passed to a parameter with <c>[StringSyntax("CksCapability")]</c>, whoever declares it.</summary>
internal static class AskedCapabilities
{
    private const string Syntax = "CksCapability";

    /// <summary>The constants that an argument passes as capabilities, each with the expression that it is written as.</summary>
    public static IEnumerable<(string Text, IOperation Place)> In(IArgumentOperation argument)
    {
        // What a declaration has as its default is not written here.
        var texts = argument.ArgumentKind == ArgumentKind.DefaultValue ? [] : Texts(argument.Value).ToArray();
        return texts.Length > 0 && Marked(argument.Parameter) is { } mark ? texts.Where(t => !Allowed(mark).Contains(t.Text)) : [];
    }

    /// <summary>Constants, also those inside of arrays, collection expressions and choices between several.</summary>
    private static IEnumerable<(string Text, IOperation Place)> Texts(IOperation? value) => value switch
    {
        null => [],
        { ConstantValue: { HasValue: true, Value: var constant } } => constant is string text ? [(text, value)] : [],
        IConversionOperation conversion => Texts(conversion.Operand),
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues.SelectMany(Texts),
        ICollectionExpressionOperation collection => collection.Elements.SelectMany(Texts),
        ISpreadOperation spread => Texts(spread.Operand),
        IConditionalOperation choice => Texts(choice.WhenTrue).Concat(Texts(choice.WhenFalse)),
        ICoalesceOperation choice => Texts(choice.Value).Concat(Texts(choice.WhenNull)),
        ISwitchExpressionOperation choice => choice.Arms.SelectMany(a => Texts(a.Value)),
        _ => [],
    };

    private static AttributeData? Marked(IParameterSymbol? parameter) => parameter?.OriginalDefinition.GetAttributes().FirstOrDefault(a =>
        a.AttributeClass is { Name: "StringSyntaxAttribute", ContainingNamespace: { Name: "CodeAnalysis", ContainingNamespace.Name: "Diagnostics" } }
        && a.ConstructorArguments.FirstOrDefault().Value is Syntax);

    /// <summary>What the parameter takes beside capabilities: the further arguments of the mark.</summary>
    private static IEnumerable<string?> Allowed(AttributeData mark) => mark.ConstructorArguments.Skip(1).Where(a => a.Kind == TypedConstantKind.Array).SelectMany(a => a.Values).Select(v => v.Value as string);
}
