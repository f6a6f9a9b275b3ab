using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Primitives;

namespace Governance.Web.Hosting;

/// <summary>
/// Whole numbers in queries: digits alone, within the parameter's <see cref="RangeAttribute"/>. ASP.NET would take spaces and signs as well, and
/// refuses what it can not read without saying which parameter it means.
/// </summary>
internal static class QueryNumbers
{
    private static readonly Dictionary<Type, long> Largest = new() { [typeof(byte)] = byte.MaxValue, [typeof(int)] = int.MaxValue, [typeof(long)] = long.MaxValue };

    /// <summary>Of any handler, whose parameters say what it takes. A filter is asked also when one of them could not be read.</summary>
    public static EndpointFilterDelegate Check(EndpointFilterFactoryContext handler, EndpointFilterDelegate next)
    {
        var numbers = handler.MethodInfo.GetParameters().Select(Number.Of).OfType<Number>().ToArray();
        if (numbers.Length == 0) return next;
        return call => numbers.FirstOrDefault(number => !number.Accepts(call.HttpContext.Request.Query[number.Name])) is { } wrong ? ValueTask.FromResult<object?>(wrong.Refusal) : next(call);
    }

    private sealed record Number(string Name, long Least, long Most, bool IsOptional, bool MayBeEmpty)
    {
        public static Number? Of(ParameterInfo parameter)
        {
            var nullable = Nullable.GetUnderlyingType(parameter.ParameterType);
            if (!Largest.TryGetValue(nullable ?? parameter.ParameterType, out long largest)) return null;
            var range = parameter.GetCustomAttribute<RangeAttribute>();
            return new(parameter.Name!, range is null ? 0 : (int)range.Minimum, range is null ? largest : (int)range.Maximum, nullable is not null || parameter.HasDefaultValue, nullable is not null);
        }

        public bool Accepts(StringValues given) =>
            given.Count == 0 ? IsOptional : (MayBeEmpty && given == "") || long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= Least && value <= Most;

        public IResult Refusal => Problems.Of(StatusCodes.Status400BadRequest, $"bad-{Name}", $"{Name} must be a whole number from {Least} to {Most}, in digits alone.");
    }
}
