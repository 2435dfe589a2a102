namespace Cks.Scope.EntityFrameworkCore;

/// <summary>What a type is apart from being nullable.</summary>
internal static class TypeExtensions
{
    public static Type UnwrapNullable(this Type type) => Nullable.GetUnderlyingType(type) ?? type;
}
