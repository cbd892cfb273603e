import { quoted, UserError } from '../../core/error.ts';
import { formatMistake, type Mistake, nearest, unknownName } from '../../core/mistake.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { picturesOf } from '../../experiment/variants/sets.ts';

/**
 * The experiment with only these pictures of its sets, by name, as `images.csv` names them. The numbers of a picture
 * do not depend on which others are measured.
 *
 * @throws UserError where the experiment has no set, or a set has no such picture
 */
export function choosePicturesNamed(experiment: Experiment, wanted: readonly string[]): Experiment {
  const variants = experiment.variants.map((variant) => {
    const set = picturesOf(variant.image);
    if (!set) {
      const problem = `${experiment.name} has no set of pictures`;
      throw new UserError(formatMistake({ place: `--picture ${wanted[0]}`, problem }));
    }
    const places = new Map(set.list.map(({ name }, place) => [name, place]));
    const only = wanted.map((name) => {
      const place = places.get(name);
      if (place !== undefined) return place;
      throw new UserError(formatMistake(unknownPicture(name, [...places.keys()])));
    });
    return { ...variant, image: { ...variant.image, only: new Set(only) } };
  });
  return { ...experiment, variants };
}

/** Names all pictures of a small set, and some of a large one. */
function unknownPicture(name: string, names: readonly string[]): Mistake {
  // A picture is often known by its file alone.
  const meant = names.find((one) => one.endsWith(`/${name}`));
  if (names.length <= 30) return { place: '--picture', ...unknownName('picture', name, names), meant };
  const problem = `no picture is called ${quoted(name)}; there are ${names.length}, such as ${names[0]} and ${names.at(-1)}`;
  return { place: '--picture', problem, meant: meant ?? nearest(name, names) };
}
