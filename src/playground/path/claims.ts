import type { Language } from '../state.ts';

/** One claim of the lesson, as a state of the page with a question. */
export interface Claim {
  name: string;
  /** The experiment file. */
  text: string;
  /** A second stack to compare with, as YAML. */
  second?: string;
  /** The shift to begin with. */
  shift: readonly [number, number];
  /** Index of the step whose map is shown; -1: the last. */
  at: number;
  words: Readonly<Record<Language, ClaimWords>>;
}

interface ClaimWords {
  title: string;
  /** What the lesson claims, and what to look at. */
  claim: string;
  /** Something to try. */
  question: string;
  /** What one finds, shown when asked for. */
  answer: string;
}

/** The lesson's seven claims. The numbers of the answers are measured by the experiments of the same subject. */
export const lessonClaims: readonly Claim[] = [
  {
    name: 'condense',
    text: `image: { type: circle, filled: true, radius: 20 }
shift: { max: 2 }
trials: all
steps: all
layers:
  - { type: conv2d, kernel: edge }
  - relu
  - max_pool
`,
    shift: [0, 0],
    at: -1,
    words: {
      en: {
        title: 'Condensing',
        claim:
          'ReLU leaves a map that is almost all zeros. A max pool keeps the strongest value of each window, so a larger share of the map is active.',
        question:
          'Compare active_fraction of relu and max_pool in the table. Does an average pool raise it too?',
        answer:
          'Yes: whatever keeps one nonzero value of a window raises the share. But an average also makes the values smaller, and the maximum does not.',
      },
      tr: {
        title: 'Yoğunlaştırma',
        claim:
          'ReLU’dan sonra haritanın neredeyse tamamı sıfırdır. Maksimum havuzlama her pencerenin en güçlü değerini saklar; böylece haritanın daha büyük bir bölümü etkin olur.',
        question:
          'Tabloda relu ile max_pool adımlarının active_fraction değerlerini karşılaştırın. Ortalama havuzlama da bu değeri artırır mı?',
        answer:
          'Evet: pencerede sıfırdan farklı tek bir değer bile kalıyorsa pay artar. Ancak ortalama, değerleri küçültür; maksimum küçültmez.',
      },
    },
  },
  {
    name: 'two-dots',
    text: `image: { type: dots, at: [[32, 16], [32, 18]] }
shift: { y: [0, 0], x: [0, 31] }
trials: all
pool: { type: max_pool, depth: 5 }
`,
    shift: [0, 0],
    at: 2,
    words: {
      en: {
        title: 'Two dots',
        claim:
          'After a few pools two dots that were near look like one; dots that were far apart stay two. After k pools a cell is 2^k pixels wide.',
        question:
          'Drag the dots to the right. At which depth are they one, and for which shifts? Then change their distance.',
        answer:
          'Two dots d pixels apart share a cell of w pixels with probability max(0, 1 − d / w). At distance 2 that is never at depth 1, half of the places at depth 2, and 3/4 at depth 3.',
      },
      tr: {
        title: 'İki nokta',
        claim:
          'Birkaç havuzlamadan sonra birbirine yakın iki nokta tek nokta gibi görünür; uzak olanlar iki nokta olarak kalır. k havuzlamadan sonra bir hücre 2^k piksel genişliğindedir.',
        question:
          'Noktaları sağa sürükleyin. Hangi derinlikte, hangi kaydırmalarda birleşiyorlar? Sonra aralarındaki uzaklığı değiştirin.',
        answer:
          'Aralarında d piksel olan iki nokta, w piksellik aynı hücreye max(0, 1 − d / w) olasılıkla düşer. Uzaklık 2 iken bu, derinlik 1’de hiç olmaz; derinlik 2’de yerlerin yarısında, derinlik 3’te dörtte üçünde olur.',
      },
    },
  },
  {
    name: 'circle',
    text: `image: circle
shift: { max: 3 }
trials: all
pool: { type: max_pool, depth: 4 }
`,
    shift: [1, -2],
    at: -1,
    words: {
      en: {
        title: 'The circle',
        claim: 'A circle, moved by up to 3 pixels, comes out of four max pools always the same.',
        question: 'Drag it anywhere. At which depth does the difference vanish, slowly or in one step?',
        answer:
          'In one step. At depths 0 to 2 all 49 shifts differ, at depth 3 there are still 45 classes, at depth 4 there is one.',
      },
      tr: {
        title: 'Çember',
        claim: 'En çok 3 piksel kaydırılan bir çember, dört maksimum havuzlamadan her zaman aynı çıkar.',
        question:
          'Çemberi istediğiniz yere sürükleyin. Fark hangi derinlikte yok oluyor: yavaş yavaş mı, bir adımda mı?',
        answer:
          'Bir adımda. 0–2 derinliklerinde 49 kaydırmanın hepsi farklıdır, 3. derinlikte hâlâ 45 sınıf vardır, 4. derinlikte tek sınıf kalır.',
      },
    },
  },
  {
    name: 'circle-range',
    text: `image: circle
shift: { max: 4 }
trials: all
pool: { type: max_pool, depth: 4 }
`,
    shift: [0, 0],
    at: -1,
    words: {
      en: {
        title: 'Small distances only',
        claim: 'Pooling gives invariance over small distances only.',
        question:
          'Make it fail with the smallest shift. Then try another radius: which circle fails already at 1 pixel?',
        answer:
          'With this circle it takes 4 pixels on one axis and 3 or 4 on the other: 12 of 81 shifts. The claim hangs on where the outline lies in its cells, so a smaller circle fails much earlier: of radius 24 at the first pixel.',
      },
      tr: {
        title: 'Yalnızca küçük uzaklıklar',
        claim: 'Havuzlama yalnızca küçük uzaklıklarda değişmezlik sağlar.',
        question:
          'En küçük kaydırmayla bozun. Sonra başka bir yarıçap deneyin: hangi çember daha 1 pikselde bozuluyor?',
        answer:
          'Bu çember için bir eksende 4, ötekinde 3 ya da 4 piksel gerekir: 81 kaydırmadan 12’si. Sonuç, çizginin hücrelerin neresine düştüğüne bağlıdır; daha küçük bir çember çok daha erken bozulur: yarıçapı 24 olan, daha ilk pikselde.',
      },
    },
  },
  {
    name: 'global-average',
    text: `image: { type: circle, size: 40, radius: 12, filled: true }
shift: { max: 4 }
trials: all
layers:
  - { type: avg_pool, pool_size: 8 }
  - global_avg_pool
`,
    shift: [2, 3],
    at: -1,
    words: {
      en: {
        title: 'One number for each map',
        claim:
          'A global average replaces each 5×5 map by its mean: 25 times fewer numbers, and no position is left in them.',
        question: 'The mean does not change while you drag. Raise shift.max until it does. Why then?',
        answer:
          'As soon as a part of the disc leaves the frame: what is not in the picture cannot be averaged. Up to there the mean is the same, whatever the shift.',
      },
      tr: {
        title: 'Her harita için tek sayı',
        claim:
          'Global ortalama, 5×5’lik her haritanın yerine ortalamasını koyar: 25 kat daha az sayı kalır ve içlerinde konum bilgisi bulunmaz.',
        question:
          'Sürüklerken ortalama değişmiyor. shift.max değerini değişene kadar artırın. Neden o zaman?',
        answer:
          'Dairenin bir parçası çerçeveden çıktığı anda: resimde olmayan şeyin ortalaması alınamaz. O ana kadar kaydırma ne olursa olsun ortalama aynıdır.',
      },
    },
  },
  {
    name: 'models/one-picture',
    text: `image: { type: sprite, path: fashion200.png, tile: 28, embed: { size: 36 } }
shift: { max: 4 }
trials: all
layers:
  - { type: model, path: max-tfjs/model.json }
  - argmax
`,
    shift: [0, 0],
    at: -1,
    words: {
      en: {
        title: 'A trained network',
        claim:
          'A network that pools its maps to a few numbers still knows one class from another. This one was trained on pictures of clothes, and condenses with max pools.',
        question:
          'Drag a piece of clothing. Find the smallest shift that changes the decision; then choose another picture.',
        answer:
          'Most pictures keep their class for most shifts, but many have some shifts, marked on the map, at which the network changes its mind. (TensorFlow.js is loaded for this step.)',
      },
      tr: {
        title: 'Eğitilmiş bir ağ',
        claim:
          'Haritalarını havuzlayarak birkaç sayıya indiren bir ağ yine de sınıfları ayırt eder. Bu ağ giysi resimleriyle eğitildi ve maksimum havuzlama kullanıyor.',
        question:
          'Bir giysiyi sürükleyin. Kararı değiştiren en küçük kaydırmayı bulun; sonra başka bir resim seçin.',
        answer:
          'Çoğu resim çoğu kaydırmada sınıfını korur; ama birçoğunda, haritada işaretli bazı kaydırmalarda ağ fikrini değiştirir. (Bu adım için TensorFlow.js yüklenir.)',
      },
    },
  },
  {
    name: 'strides-padding',
    text: `image: { type: dots, size: 63 }
shift: { max: 2 }
trials: all
layers:
  - { type: max_pool, pool_size: 3, strides: 2, padding: same }
  - { type: max_pool, pool_size: 3, strides: 2, padding: same }
`,
    second: `layers:
  - { type: max_pool, pool_size: 3, strides: 2, padding: valid }
  - { type: max_pool, pool_size: 3, strides: 2, padding: valid }
`,
    shift: [1, 1],
    at: -1,
    words: {
      en: {
        title: 'Strides and padding',
        claim: 'Strides and padding decide what a window sees.',
        question:
          'Click a cell of the last output to see its pixels, also at the edge. Then set all strides to 1, and to 3: what happens to the classes?',
        answer:
          'Of 25 shifts of the dot, strides of 1 tell all 25 apart, strides of 2 leave 9 classes, strides of 3 one. With valid there are as many classes as with same, but on another grid: under same, 9 shifts look like the unshifted dot, under valid only the unshifted one.',
      },
      tr: {
        title: 'Adım ve dolgu',
        claim: 'Bir pencerenin ne göreceğini adım (stride) ve dolgu (padding) belirler.',
        question:
          'Son çıktının bir hücresine tıklayıp gördüğü pikselleri inceleyin; kenardakileri de. Sonra bütün adımları 1, ardından 3 yapın: sınıflara ne oluyor?',
        answer:
          'Noktanın 25 kaydırmasından adım 1 iken 25’i de ayırt edilir; adım 2 iken 9 sınıf, adım 3 iken tek sınıf kalır. valid ile sınıf sayısı same ile aynıdır, ama ızgara başkadır: same ile 9 kaydırma kaydırılmamış nokta gibi görünür, valid ile yalnızca kaydırılmamış olanı.',
      },
    },
  },
];
