using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Cks.Rbac.AspNetCore;

/// <summary>
/// On a controller or one of its actions: of each <typeparamref name="T"/> in the answer, wherever it stands, only the fields are written that the subject may read; a field that no rule lists is hidden (S04).
/// What cannot be masked, a text, a stream, another type, is refused. Elsewhere write <c>.WithFieldMask&lt;T&gt;()</c>.
/// </summary>
/// <typeparam name="T">Type as it is written to JSON; its members are fields by their names there.</typeparam>
/// <param name="capability">The capability whose fields count, such as <c>orders:view</c>.</param>
/// <value>Default of the capability: those that guard the action, on the resource that <typeparamref name="T"/> is mapped to.</value>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class FieldMaskAttribute<T>([StringSyntax("CksCapability")] string? capability = null) : Attribute, IFilterFactory, IOrderedFilter, IFieldMaskMetadata
    where T : class
{
    /// <summary>The capability; <see langword="null"/>: those that guard the action.</summary>
    public string? Capability => capability;

    /// <summary>Nearest to the result, so that no other filter changes it afterwards.</summary>
    public int Order => int.MaxValue;

    bool IFilterFactory.IsReusable => true;

    Type IFieldMaskMetadata.Type => typeof(T);

    IFilterMetadata IFilterFactory.CreateInstance(IServiceProvider serviceProvider) => ShapedActionFilter.Of(serviceProvider);
}
